using System.Security.Cryptography;
using System.Text;

namespace BenchCluster.Client.Audits;

/// <summary>The cheats that are shipped: each a script in <c>Cheats/</c>, whose first line says what it does.</summary>
internal static class CheatCatalogue
{
    private const string Prelude = "prelude";
    private const string Suffix = ".sh";
    private const string Comment = "# ";
    private const int VersionLength = 12;

    private static readonly Lazy<IReadOnlyList<Cheat>> Cheats = new(Read);

    /// <summary>All cheats, by name.</summary>
    public static IReadOnlyList<Cheat> All => Cheats.Value;

    /// <summary>Which cheats these are: it changes when any of them does.</summary>
    public static string Version => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', All.Select(cheat => $"{cheat.Name}\0{cheat.Script}")))))[..VersionLength];

    private static IReadOnlyList<Cheat> Read()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(CheatCatalogue).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("cheats/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            texts[resource["cheats/".Length..^Suffix.Length]] = reader.ReadToEnd();
        }

        var prelude = texts[Prelude];
        return [.. texts.Where(text => text.Key != Prelude).Select(text => new Cheat(text.Key, TitleOf(text.Value), $"{prelude}\n{text.Value}"))];
    }

    private static string TitleOf(string script)
    {
        var line = script.AsSpan()[..script.IndexOf('\n', StringComparison.Ordinal)];
        return line.StartsWith(Comment) ? line[Comment.Length..].Trim().ToString() : throw new InvalidDataException($"A cheat does not say what it does: {line}");
    }
}
