namespace BenchCluster.Objects;

/// <summary>Bytes in the object store.</summary>
/// <param name="SizeBytes">How many.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex.</param>
public sealed record StoredObject(long SizeBytes, string Sha256);
