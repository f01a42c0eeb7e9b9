using BenchCluster.BenchmarkRuns;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>A benchmark run as it was last seen.</summary>
/// <param name="Active">Some of the scenario runs that go on.</param>
internal sealed record WatchedRun(BenchmarkRunView View, IReadOnlyList<ScenarioRunView> Active)
{
    public bool HasEnded => View.State != BenchmarkRunState.Running;
}
