using System.Text.Json;
using BenchCluster.Blueprints;
using BenchCluster.Index;

namespace BenchCluster.Http.Blueprints;

/// <summary>Finds blueprints by name.</summary>
internal static class BlueprintLookup
{
    /// <summary>The id of the newest blueprint of the name that is built.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: there is none.</exception>
    public static async Task<string> FindBuiltAsync(IResourceIndex index, string name, CancellationToken cancellationToken, string field = "blueprint_name")
    {
        var page = await index.ListAsync(
            new ResourceQuery
            {
                Kind = ResourceKind.Blueprint.Prefix,
                Name = name,
                Status = WireJson.NameOf(BlueprintStatus.BuildComplete),
                Limit = 1,
                CountAll = false,
            },
            cancellationToken);
        return page.Views.Count > 0 && JsonSerializer.Deserialize<BlueprintView>(page.Views[0], WireJson.Options) is { } blueprint
            ? blueprint.Id
            : throw new BenchException(BenchError.NotFound, $"{field}: no blueprint named '{name}' is built.");
    }
}
