using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>
/// Text as PostgreSQL can keep it: it knows no NUL, so that one is kept, and looked for, as the sign for it.
/// </summary>
internal static class PostgresText
{
    private const char Nul = '\0';
    private const char SignForNul = '\u2400';

    /// <summary>Adds a parameter of text.</summary>
    public static void AddText(this NpgsqlParameterCollection parameters, string name, string? text) =>
        parameters.Add(new NpgsqlParameter<string?>(name, text is null ? null : Of(text)));

    /// <summary>The text that is kept.</summary>
    public static string Of(string text) => text.Replace(Nul, SignForNul);
}
