using BenchCluster.BenchmarkRuns;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>Starts scenario runs, alone or in a benchmark run. A start that is refused leaves nothing.</summary>
internal static class ScenarioRunStart
{
    /// <summary>Starts a run that was asked for.</summary>
    public static async Task<ScenarioRunView> StartAsync(StartScenarioRunRequest request, IGrainFactory grains, TimeProvider clock)
    {
        var spec = new ScenarioRunSpec
        {
            ScenarioId = request.ScenarioId,
            RunName = request.RunName,
            Metadata = request.Metadata,
            BenchmarkRunId = request.BenchmarkRunId,
            Profile = request.RunProfile,
            Agent = request.Agent,
        };
        if (request.BenchmarkRunId is null)
            return await grains.GetGrain<IScenarioRunGrain>(ResourceId.New(ResourceKind.ScenarioRun, clock.GetUtcNow())).Start(spec);
        var benchmarkRun = grains.GetGrain<IBenchmarkRunGrain>(ResourceId.Require(ResourceKind.BenchmarkRun, request.BenchmarkRunId));
        var place = await benchmarkRun.Reserve(request.ScenarioId);
        try
        {
            return await grains.GetGrain<IScenarioRunGrain>(place.RunId).Start(spec with
            {
                Place = place.Place,
                Profile = RunProfiles.Over(request.RunProfile, place.Profile),
            });
        }
        catch (BenchException)
        {
            await benchmarkRun.Withdraw(place.Place);
            throw;
        }
    }
}
