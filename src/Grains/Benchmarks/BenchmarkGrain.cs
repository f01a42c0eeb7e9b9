using BenchCluster.Index;
using BenchCluster.Scenarios;

namespace BenchCluster.Benchmarks;

/// <summary>A benchmark's definition; its name is unique.</summary>
internal sealed class BenchmarkGrain([PersistentState("benchmark")] IPersistentState<BenchmarkState> storage, ResourceServices services)
    : ResourceGrain<BenchmarkState>(ResourceKind.Benchmark, storage, services), IBenchmarkGrain
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    public async Task<BenchmarkView> Create(BenchmarkCreateRequest request)
    {
        if (!Exists)
        {
            await CheckScenariosAsync("scenario_ids", request.ScenarioIds);
            await ClaimAsync(request.Name);
            var view = new BenchmarkView
            {
                Id = Id,
                Name = request.Name,
                Status = DefinitionStatus.Active,
                ScenarioIds = [.. (request.ScenarioIds ?? []).Distinct()],
                Metadata = request.Metadata ?? NoMetadata,
                Attribution = request.Attribution,
                Description = request.Description,
                RequiredEnvironmentVariables = request.RequiredEnvironmentVariables,
                RequiredSecretNames = request.RequiredSecretNames,
            };
            await SaveAsync(State with { Id = Id, CreatedAt = Now, View = view });
        }

        return State.View!;
    }

    public Task<BenchmarkView> Get() => Task.FromResult(Existing().View!);

    public async Task<BenchmarkView> Update(BenchmarkUpdateRequest request)
    {
        var view = Existing().View!;
        await CheckScenariosAsync("scenario_ids", request.ScenarioIds);
        if (request.Name is { } name && name != view.Name)
            await ClaimAsync(name);
        await SaveAsync(State with
        {
            View = view with
            {
                Name = request.Name ?? view.Name,
                ScenarioIds = request.ScenarioIds is { } ids ? [.. ids.Distinct()] : view.ScenarioIds,
                Attribution = Replace(view.Attribution, request.Attribution),
                Description = Replace(view.Description, request.Description),
                Metadata = request.Metadata ?? view.Metadata,
                RequiredEnvironmentVariables = request.RequiredEnvironmentVariables ?? view.RequiredEnvironmentVariables,
                RequiredSecretNames = request.RequiredSecretNames ?? view.RequiredSecretNames,
            },
        });
        if (view.Name != State.View!.Name)
            await Services.Index.ReleaseNameAsync(ResourceKind.Benchmark.Prefix, view.Name, Id, CancellationToken.None);
        return State.View!;
    }

    public async Task<BenchmarkView> UpdateScenarios(BenchmarkScenariosRequest request)
    {
        var view = Existing().View!;
        await CheckScenariosAsync("scenarios_to_add", request.ScenariosToAdd);
        var removed = (request.ScenariosToRemove ?? []).ToHashSet();
        var ids = view.ScenarioIds.Where(id => !removed.Contains(id)).Concat(request.ScenariosToAdd ?? []).Distinct();
        await SaveAsync(State with { View = view with { ScenarioIds = [.. ids] } });
        return State.View!;
    }

    protected override ResourceRow Row(BenchmarkState state)
    {
        var view = state.View!;
        return RowOf(state, view, WireJson.NameOf(view.Status), isFinished: true, view.Name);
    }

    private static string? Replace(string? old, string? @new) => @new is "" ? null : @new ?? old;

    private async Task CheckScenariosAsync(string field, IReadOnlyList<string>? ids)
    {
        foreach (var id in ids ?? [])
        {
            try
            {
                await GrainFactory.GetGrain<IScenarioGrain>(ResourceId.Require(ResourceKind.Scenario, id)).Get();
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                throw BenchException.Invalid(field, $"there is no scenario '{id}'.");
            }
        }
    }

    private async Task ClaimAsync(string name)
    {
        if (!await Services.Index.TryClaimNameAsync(ResourceKind.Benchmark.Prefix, name, Id, CancellationToken.None))
            throw new BenchException(BenchError.Conflict, $"name: a benchmark named '{name}' exists already; names are unique.");
    }
}
