using BenchCluster.Index;

namespace BenchCluster.ApiKeys;

/// <summary>An API key. Its row in the index is named by its hash, which is how a request's key is found.</summary>
internal sealed class ApiKeyGrain([PersistentState("api-key")] IPersistentState<ApiKeyState> storage, ResourceServices services)
    : ResourceGrain<ApiKeyState>(ResourceKind.ApiKey, storage, services), IApiKeyGrain
{
    public Task<ApiKeyView> Create(string? name, DateTimeOffset? expiresAt, string hash) => CreateAsync(name, expiresAt, hash, null);

    public Task<ApiKeyView> CreateRestricted(string? name, DateTimeOffset? expiresAt, string hash, IReadOnlyList<KeyScope> scopes) =>
        CreateAsync(name, expiresAt, hash, scopes);

    public Task<ApiKeyView> Get() => Task.FromResult(ViewOf(Existing()));

    public async Task<ApiKeyView> Delete()
    {
        var view = ViewOf(Existing());
        await RemoveAsync();
        return view;
    }

    protected override ResourceRow Row(ApiKeyState state) => RowOf(state, ViewOf(state), "active", isFinished: true, state.Hash);

    private async Task<ApiKeyView> CreateAsync(string? name, DateTimeOffset? expiresAt, string hash, IReadOnlyList<KeyScope>? scopes)
    {
        if (!Exists)
            await SaveAsync(State with { Id = Id, CreatedAt = Now, Name = name, ExpiresAt = expiresAt, Hash = hash, Scopes = scopes });
        return ViewOf(State);
    }

    private static ApiKeyView ViewOf(ApiKeyState state) => new()
    {
        Id = state.Id,
        Name = state.Name,
        ExpiresAtMs = state.ExpiresAt?.ToUnixTimeMilliseconds(),
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        Scopes = state.Scopes,
    };
}
