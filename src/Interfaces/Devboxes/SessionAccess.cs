namespace BenchCluster.Devboxes;

/// <summary>What an adapter needs to run a session in a devbox: a terminal, or a command of SSH's.</summary>
/// <param name="User">The user that commands run as.</param>
/// <param name="Environment">Variables of every command beside the container's: values of secrets.</param>
[GenerateSerializer, Immutable, Alias("bench.SessionAccess")]
public sealed record SessionAccess([property: Id(0)] string User, [property: Id(1)] IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The record without its values.</summary>
    public override string ToString() => $"{User} with {Environment.Count} variables";
}
