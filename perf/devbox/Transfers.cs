using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Silos;
using BenchCluster.Tests.Transfers;

namespace BenchCluster.Perf;

/// <summary>Files into a devbox and out of it, against <c>docker cp</c> with the same file and the same container, in turns.</summary>
internal static class Transfers
{
    private const double Aim = 2;
    private static readonly int[] Mebibytes = [256, 1024];

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(Bench bench, int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("bench-perf-").FullName;
        try
        {
            foreach (var size in Mebibytes)
                await MeasureAsync(bench, rounds, size, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(Bench bench, int rounds, int mebibytes, string directory)
    {
        var (devbox, container) = await bench.NewDevboxAsync(new LaunchParameters { ResourceSizeRequest = ResourceSize.Large });
        var (source, back) = (Path.Combine(directory, "in"), Path.Combine(directory, "out"));
        await using (var file = File.Create(source))
        await using (var content = new PatternStream((long)mebibytes << 20))
            await content.CopyToAsync(file);
        var hash = await HashAsync(source);
        var (up, down, upTheirs, downTheirs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            await TimeAsync(round < 0 ? [] : up, () => UploadAsync(bench, devbox, source, "/tmp/ours"));
            await TimeAsync(round < 0 ? [] : upTheirs, () => DockerCommand.RunAsync("cp", source, $"{container}:/tmp/theirs"));
            await TimeAsync(round < 0 ? [] : down, () => DownloadAsync(bench, devbox, "/tmp/ours", back));
            await CheckAsync(back, hash);
            await TimeAsync(round < 0 ? [] : downTheirs, () => DockerCommand.RunAsync("cp", $"{container}:/tmp/theirs", back));
            await CheckAsync(back, hash);
        }

        Console.WriteLine($"\n{mebibytes} MiB, {rounds} in turns, median:");
        Print("upload", mebibytes, up, upTheirs);
        Print("download", mebibytes, down, downTheirs);
        bench.Aims.AtLeast($"upload of {mebibytes} MiB, of docker cp's speed", Ratio(up, upTheirs), Aim, "×");
        bench.Aims.AtLeast($"download of {mebibytes} MiB, of docker cp's speed", Ratio(down, downTheirs), Aim, "×");
        await bench.EndAsync(devbox);
    }

    /// <summary>Uploads a file as the SDK does.</summary>
    public static async Task UploadAsync(Bench bench, string devbox, string source, string path)
    {
        await using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        await UploadAsync(bench, devbox, file, path);
    }

    /// <summary>Uploads a stream as the SDK does.</summary>
    public static async Task UploadAsync(Bench bench, string devbox, Stream content, string path)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(path), "path");
        form.Add(new StreamContent(content, 256 * 1024), "file", "file");
        using var response = await bench.Http.PostAsync(new Uri($"/v1/devboxes/{devbox}/upload_file", UriKind.Relative), form);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Downloads a file into a stream.</summary>
    public static async Task DownloadAsync(Bench bench, string devbox, string path, Stream target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/devboxes/{devbox}/download_file", UriKind.Relative))
        {
            Content = JsonContent.Create(new { path }),
        };
        using var response = await bench.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.CopyToAsync(target, 256 * 1024);
    }

    private static async Task DownloadAsync(Bench bench, string devbox, string path, string target)
    {
        await using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await DownloadAsync(bench, devbox, path, file);
    }

    private static async Task TimeAsync(List<double> times, Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    private static async Task CheckAsync(string path, string hash)
    {
        if (await HashAsync(path) != hash)
            throw new InvalidOperationException("What came back is not what was sent.");
        File.Delete(path);
    }

    private static double Ratio(List<double> ours, List<double> theirs) => Quantiles.Of(theirs, 0.5) / Quantiles.Of(ours, 0.5);

    private static void Print(string what, int mebibytes, List<double> ours, List<double> theirs) => Console.WriteLine(FormattableString.Invariant(
        $"  {what,-10} {mebibytes / Quantiles.Of(ours, 0.5),6:0} MiB/s   docker cp {mebibytes / Quantiles.Of(theirs, 0.5),6:0} MiB/s   ratio {Ratio(ours, theirs):0.00}"));
}
