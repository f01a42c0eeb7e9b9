using System.Text.Json;
using BenchCluster.Secrets;

namespace BenchCluster.Scoring;

/// <summary>
/// Secrets of one custom scorer: <c>secrets</c> of its <c>scorer_params</c> has the name of a secret for each variable.
/// Only that scorer's processes have them.
/// </summary>
internal sealed class ScorerSecrets(SecretLookup secrets)
{
    private const string Field = "secrets";

    /// <summary>The variables with the secrets' values.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: a secret is not there; the message names the variable.</exception>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(RawJson? scorerParams, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        foreach (var (variable, secret) in NamesIn(scorerParams))
        {
            try
            {
                values[variable] = await secrets.RevealAsync(secret, cancellationToken);
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                throw new BenchException(BenchError.NotFound, $"scorer_params.{Field}.{variable}: there is no secret '{secret}'.");
            }
        }

        return values;
    }

    /// <summary>The secrets' names by variable; a field of that name that is something else is the scorer's own.</summary>
    public static IReadOnlyDictionary<string, string> NamesIn(RawJson? scorerParams)
    {
        if (scorerParams is not { } given)
            return new Dictionary<string, string>();
        using var document = JsonDocument.Parse(given.ToString(), new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty(Field, out var names) && names.ValueKind is JsonValueKind.Object
                ? names.EnumerateObject().Where(name => name.Value.ValueKind is JsonValueKind.String).ToDictionary(name => name.Name, name => name.Value.GetString()!)
                : new Dictionary<string, string>();
    }
}
