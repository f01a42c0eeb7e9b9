using System.Diagnostics;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;
using Xunit.Abstractions;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_scenario_runs_two_hundred_at_once_complete()
    {
        const int count = 2000;
        await using var node = await TestNode.StartAsync();
        var benchmark = await node.CreateBenchmarkAsync(count);
        var clock = Stopwatch.StartNew();

        var id = await node.StartBenchmarkRunAsync(benchmark, concurrency: 200);
        var view = await node.AwaitBenchmarkRunAsync(id, TimeSpan.FromMinutes(5));

        output.WriteLine($"{count} scenario runs took {clock.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal((BenchmarkRunState.Completed, count, 1.0), (view.State, view.Progress.Scored, view.Score!.Value));
        Assert.Equal(count, node.Engine.Created.Count);
        Assert.Equal(2 * count, node.Host.Started.Distinct().Count());
        Assert.Equal(2 * count, node.Host.Started.Count);
        await node.AwaitNothingLeftAsync();
    }
}
