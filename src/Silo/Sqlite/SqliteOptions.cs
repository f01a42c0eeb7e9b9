namespace BenchCluster.Sqlite;

/// <summary>The embedded database.</summary>
/// <param name="Path">The file; its directory exists.</param>
public sealed record SqliteOptions(string Path);
