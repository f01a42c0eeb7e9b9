namespace BenchCluster.Devboxes;

/// <summary>Facts of a devbox that commands depend on.</summary>
/// <param name="User">The user that commands run as.</param>
/// <param name="WorkingDirectory">Where a scenario's commands run; null for the user's home, while that is not known.</param>
[GenerateSerializer, Immutable, Alias("bench.DevboxFacts")]
public sealed record DevboxFacts([property: Id(0)] string User, [property: Id(1)] string? WorkingDirectory);
