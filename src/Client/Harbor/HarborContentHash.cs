using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchCluster.Client.Uploads;

namespace BenchCluster.Client.Harbor;

/// <summary>What a scenario was made of: when it changes, the scenario is replaced.</summary>
internal static class HarborContentHash
{
    /// <summary>Raised when the same folder comes to mean another scenario.</summary>
    private const string MappingVersion = "harbor-2";

    /// <summary>The hash of a folder and of the variables that were resolved for it.</summary>
    public static async Task<string> OfAsync(
        string folder, IEnumerable<IReadOnlyDictionary<string, string>?> variables, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(MappingVersion).Append('\n').Append(await FolderArchive.HashAsync(folder, cancellationToken));
        foreach (var map in variables)
            text.Append('\n').Append(JsonSerializer.Serialize(map?.OrderBy(entry => entry.Key, StringComparer.Ordinal)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
