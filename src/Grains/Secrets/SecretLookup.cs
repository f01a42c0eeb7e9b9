using System.Text.Json;
using BenchCluster.Index;

namespace BenchCluster.Secrets;

/// <summary>Finds secrets by name or id.</summary>
internal sealed class SecretLookup(IResourceIndex index, IGrainFactory grains)
{
    /// <summary>The id of the secret of that name, or with that id.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    public async Task<string> FindAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var page = await index.ListAsync(
            new ResourceQuery { Kind = ResourceKind.Secret.Prefix, Name = nameOrId, Limit = 1, CountAll = false }, cancellationToken);
        if (page.Views.Count > 0)
            return JsonSerializer.Deserialize<SecretView>(page.Views[0], WireJson.Options)!.Id;
        if (!ResourceId.IsId(ResourceKind.Secret, nameOrId))
            throw BenchException.NotFound(ResourceKind.Secret, nameOrId);
        return (await grains.GetGrain<ISecretGrain>(nameOrId).Get()).Id;
    }

    /// <summary>The value of a secret.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    public async Task<string> RevealAsync(string nameOrId, CancellationToken cancellationToken) =>
        await grains.GetGrain<ISecretValue>(await FindAsync(nameOrId, cancellationToken)).Reveal();
}
