namespace BenchCluster.Postgres;

/// <summary>The cluster's database.</summary>
/// <param name="ConnectionString">As Npgsql reads it: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
public sealed record PostgresOptions(string ConnectionString);
