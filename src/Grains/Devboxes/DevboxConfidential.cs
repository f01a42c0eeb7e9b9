namespace BenchCluster.Devboxes;

/// <summary>What of a devbox must not be kept, listed or logged in the clear.</summary>
internal sealed record DevboxConfidential
{
    /// <summary>Variables of every command, whose values are secrets'.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Tokens of mounts, by the mount's place: <c>mounts/0</c>, <c>code_mounts/1</c>.</summary>
    public IReadOnlyDictionary<string, string> Tokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Values that single processes were given: an agent's, a scorer's.</summary>
    public IReadOnlyList<string> Entrusted { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static DevboxConfidential Nothing { get; } = new();

    /// <summary>All values that must not be shown.</summary>
    public IEnumerable<string> Values() => Environment.Values.Concat(Tokens.Values).Concat(Entrusted);

    /// <summary>The record without its values.</summary>
    public override string ToString() => $"{Environment.Count} variables, {Tokens.Count} tokens and {Entrusted.Count} entrusted values";
}
