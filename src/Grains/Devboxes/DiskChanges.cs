namespace BenchCluster.Devboxes;

/// <summary>What was changed on a devbox's disk since a time.</summary>
/// <param name="Paths">Each as a letter (<c>d</c> directory, <c>l</c> link, <c>f</c> file, <c>o</c> other) and an absolute path.</param>
/// <param name="IsAll">Whether nothing was left out.</param>
[GenerateSerializer, Immutable, Alias("bench.DiskChanges")]
public sealed record DiskChanges([property: Id(0)] IReadOnlyList<string> Paths, [property: Id(1)] bool IsAll);
