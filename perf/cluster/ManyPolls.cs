using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using BenchCluster.Devboxes;
using BenchCluster.Tests;
using BenchCluster.Tests.Chaos;

namespace BenchCluster.Perf;

/// <summary>Many who wait at once on one silo, each on a connection of its own, for a devbox that then starts.</summary>
internal static class ManyPolls
{
    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(int polls)
    {
        await using var cluster = await ChaosCluster.StartAsync(1, "--Bench:Slots=1");
        var silo = cluster.Silos[0];
        using var client = cluster.NewClient(silo.BaseUrl);
        using var http = cluster.NewHttp(silo.BaseUrl);
        http.Timeout = TimeSpan.FromMinutes(2);
        var first = await client.Devboxes.WaitUntilSettledAsync((await client.Devboxes.CreateAsync(new DevboxCreateRequest())).Id);
        var second = await client.Devboxes.CreateAsync(new DevboxCreateRequest());
        var before = ProcessSize.ResidentMebibytes(silo.ProcessId);

        var asked = 0;
        var body = new { statuses = new[] { "running" } };
        var waits = Enumerable.Range(0, polls).Select(async _ =>
        {
            while (true)
            {
                Interlocked.Increment(ref asked);
                using var response = await http.PostAsJsonAsync(
                    new Uri($"/v1/devboxes/{second.Id}/wait_for_status", UriKind.Relative), body);
                if (response.StatusCode is not HttpStatusCode.RequestTimeout)
                    return (response.StatusCode, At: Stopwatch.GetTimestamp());
            }
        }).ToList();
        await Eventually.Get(() => Task.FromResult(Volatile.Read(ref asked)), count => count >= polls, TimeSpan.FromMinutes(1));
        // All are held open now; another request is answered as if they were not there.
        await Task.Delay(TimeSpan.FromSeconds(10));
        var begun = Stopwatch.GetTimestamp();
        await client.Devboxes.GetAsync(first.Id);
        Console.WriteLine(FormattableString.Invariant(
            $"{polls} long polls are open: another request takes {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.0} ms; resident memory {before} MiB before, {ProcessSize.ResidentMebibytes(silo.ProcessId)} MiB now"));

        await client.Devboxes.ShutdownAsync(first.Id);
        await client.Devboxes.WaitUntilSettledAsync(second.Id);
        begun = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(waits);
        var last = answers.Max(answer => answer.At);
        Console.WriteLine(FormattableString.Invariant(
            $"{answers.Count(answer => answer.StatusCode is HttpStatusCode.OK)} answered with the devbox, the last {Math.Max(0, Stopwatch.GetElapsedTime(begun, last).TotalMilliseconds):0} ms after one that asked alone"));
        await client.Devboxes.ShutdownAsync(second.Id);
    }
}
