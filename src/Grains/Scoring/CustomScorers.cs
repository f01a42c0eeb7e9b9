using System.Text.Json;
using BenchCluster.Index;

namespace BenchCluster.Scoring;

/// <summary>Finds registered scorers by their type.</summary>
internal sealed class CustomScorers(IResourceIndex index)
{
    /// <summary>The script of a type, or null when none is registered.</summary>
    public async Task<string?> FindScriptAsync(string type, CancellationToken cancellationToken)
    {
        var page = await index.ListAsync(
            new ResourceQuery { Kind = ResourceKind.Scorer.Prefix, Name = type, Limit = 1, CountAll = false }, cancellationToken);
        return page.Views.Count == 0
            ? null
            : JsonSerializer.Deserialize<ScorerView>(page.Views[0], WireJson.Options)?.BashScript;
    }
}
