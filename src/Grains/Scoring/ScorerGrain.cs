using BenchCluster.Index;

namespace BenchCluster.Scoring;

/// <summary>A custom scorer; its type is a name, and unique.</summary>
internal sealed class ScorerGrain([PersistentState("scorer")] IPersistentState<ScorerState> storage, ResourceServices services)
    : ResourceGrain<ScorerState>(ResourceKind.Scorer, storage, services), IScorerGrain
{
    public async Task<ScorerView> Create(ScorerRequest request)
    {
        if (!Exists)
        {
            await ClaimAsync(request.Type);
            await SaveAsync(State with { Id = Id, CreatedAt = Now, Definition = request });
        }

        return ViewOf(State);
    }

    public Task<ScorerView> Get() => Task.FromResult(ViewOf(Existing()));

    public async Task<ScorerView> Update(ScorerRequest request)
    {
        var previous = Existing().Definition!.Type;
        await ClaimAsync(request.Type);
        await SaveAsync(State with { Definition = request });
        if (previous != request.Type)
            await Services.Index.ReleaseNameAsync(ResourceKind.Scorer.Prefix, previous, Id, CancellationToken.None);
        return ViewOf(State);
    }

    protected override ResourceRow Row(ScorerState state) =>
        RowOf(state, ViewOf(state), "active", isFinished: true, state.Definition!.Type);

    private static ScorerView ViewOf(ScorerState state) =>
        new() { Id = state.Id, Type = state.Definition!.Type, BashScript = state.Definition.BashScript };

    private async Task ClaimAsync(string type)
    {
        if (!await Services.Index.TryClaimNameAsync(ResourceKind.Scorer.Prefix, type, Id, CancellationToken.None))
            throw new BenchException(BenchError.Conflict, $"type: a scorer of the type '{type}' exists already; types are unique.");
    }
}
