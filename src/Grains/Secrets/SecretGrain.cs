using BenchCluster.Index;

namespace BenchCluster.Secrets;

/// <summary>A secret; its name is unique.</summary>
internal sealed class SecretGrain(
    [PersistentState("secret")] IPersistentState<SecretState> storage, ResourceServices services, ISecretVault vault)
    : ResourceGrain<SecretState>(ResourceKind.Secret, storage, services), ISecretGrain, ISecretValue
{
    public async Task<SecretView> Create(SecretCreateRequest request)
    {
        if (!Exists)
        {
            if (!await Services.Index.TryClaimNameAsync(ResourceKind.Secret.Prefix, request.Name, Id, CancellationToken.None))
                throw new BenchException(BenchError.Conflict, $"name: a secret named '{request.Name}' exists already; names are unique.");
            await SaveAsync(State with { Id = Id, CreatedAt = Now, UpdatedAt = Now, Name = request.Name, Encrypted = vault.Protect(Id, request.Value) });
        }

        return ViewOf(State);
    }

    public Task<SecretView> Get() => Task.FromResult(ViewOf(Existing()));

    public async Task<SecretView> Update(string value)
    {
        _ = Existing();
        await SaveAsync(State with { UpdatedAt = Now, Encrypted = vault.Protect(Id, value) });
        return ViewOf(State);
    }

    public async Task<SecretView> Delete()
    {
        var view = ViewOf(Existing());
        await RemoveAsync();
        return view;
    }

    public Task<string> Reveal() => Task.FromResult(vault.Reveal(Id, Existing().Encrypted));

    protected override ResourceRow Row(SecretState state) => RowOf(state, ViewOf(state), "active", isFinished: true, state.Name);

    private static SecretView ViewOf(SecretState state) => new()
    {
        Id = state.Id,
        Name = state.Name,
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        UpdateTimeMs = state.UpdatedAt.ToUnixTimeMilliseconds(),
    };
}
