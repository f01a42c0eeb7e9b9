using System.Text.RegularExpressions;

namespace BenchCluster.Client.Harbor;

/// <summary><c>${VAR}</c> and <c>${VAR:-default}</c> in a task's variables, resolved from the caller's environment.</summary>
internal static partial class VariableSubstitution
{
    /// <summary>
    /// The map with its values resolved; each variable that is neither set nor has a default is given to
    /// <paramref name="missing"/> with the key whose value names it.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? Resolve(
        IReadOnlyDictionary<string, string>? map, Func<string, string?> environment, Action<string, string> missing) =>
        map?.ToDictionary(
            entry => entry.Key,
            entry => Reference().Replace(entry.Value, match =>
            {
                var name = match.Groups["name"].Value;
                if (environment(name) is { } value)
                    return value;
                if (match.Groups["default"] is { Success: true } fallback)
                    return fallback.Value;
                missing(entry.Key, name);
                return match.Value;
            }),
            StringComparer.Ordinal);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[^}]*))?\}")]
    private static partial Regex Reference();
}
