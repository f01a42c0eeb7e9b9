using System.Diagnostics;
using System.Globalization;
using System.Text;
using BenchCluster.Devboxes;

namespace BenchCluster.Perf;

/// <summary>Many executions at once on one devbox, each followed as it goes; every byte is compared.</summary>
internal static class ManyStreams
{
    private const int Bursts = 10;
    private const int Lines = 1000;

    /// <summary>Measures and prints.</summary>
    public static async Task MeasureAsync(Bench bench, int executions)
    {
        var (devbox, _) = await bench.NewDevboxAsync(new LaunchParameters { ResourceSizeRequest = ResourceSize.Large });
        var start = Stopwatch.GetTimestamp();
        var streams = Enumerable.Range(0, executions).Select(number => FollowAsync(bench, devbox, number)).ToList();
        var results = await Task.WhenAll(streams);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var wrong = results.Count(result => !result.IsWhole);
        Console.WriteLine(FormattableString.Invariant(
            $"\n{executions} executions at once, each followed: {results.Sum(result => result.Bytes) / 1048576.0:0} MiB in {elapsed:0.0} s, {results.Sum(result => result.Pieces)} pieces"));
        bench.Aims.AtMost("executions at once whose output was not whole", wrong, 0, "");
        await bench.EndAsync(devbox);
    }

    private static async Task<(bool IsWhole, long Bytes, int Pieces)> FollowAsync(Bench bench, string devbox, int number)
    {
        var isError = number % 2 == 1;
        var command = string.Create(CultureInfo.InvariantCulture,
            $"for b in $(seq {Bursts}); do seq -f \"{number}-$b-%06.0f {Filling}\" {Lines}{(isError ? " >&2" : "")}; sleep 0.2; done");
        var execution = await bench.Client.Executions.StartAsync(devbox, new ExecuteRequest { Command = command });
        var seen = new StringBuilder();
        var pieces = 0;
        await foreach (var chunk in bench.Client.Executions.StreamAsync(devbox, execution.ExecutionId, isError))
        {
            seen.Append(chunk.Output);
            pieces++;
        }

        var expected = Expected(number);
        return (seen.Equals(expected), Encoding.UTF8.GetByteCount(expected), pieces);
    }

    /// <summary>Characters of one to four bytes, so that pieces are cut within some.</summary>
    private const string Filling = "aäẞ€語😀 ................................";

    private static string Expected(int number)
    {
        var text = new StringBuilder();
        for (var burst = 1; burst <= Bursts; burst++)
        {
            for (var line = 1; line <= Lines; line++)
                text.Append(CultureInfo.InvariantCulture, $"{number}-{burst}-{line:000000} {Filling}\n");
        }

        return text.ToString();
    }
}
