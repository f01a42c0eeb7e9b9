using System.Text.RegularExpressions;

namespace BenchCluster.Client.Harbor;

/// <summary>
/// Variables in a compose file: <c>${VAR}</c>, <c>${VAR:-default}</c>, <c>${VAR-default}</c>, <c>$VAR</c>, and <c>$$</c> for a dollar. What Harbor
/// itself would give (its images, its resources, its places for logs) is empty here: the cluster has its own.
/// </summary>
internal static partial class ComposeVariables
{
    private static readonly string[] Harbors =
    [
        "MAIN_IMAGE_NAME", "PREBUILT_IMAGE_NAME", "CONTEXT_DIR", "CPUS", "MEMORY", "TEST_DIR", "NETWORK_MODE", "HOST_VERIFIER_LOGS_PATH",
        "ENV_VERIFIER_LOGS_PATH", "HOST_AGENT_LOGS_PATH", "ENV_AGENT_LOGS_PATH", "HOST_ARTIFACTS_PATH", "ENV_ARTIFACTS_PATH",
    ];

    /// <summary>The text with its variables resolved; one that is neither set nor has a default is given to <paramref name="missing"/>.</summary>
    public static string Resolve(string text, Func<string, string?> environment, Action<string> missing) => Reference().Replace(text, match =>
    {
        if (match.Value == "$$")
            return "$";
        var name = match.Groups["name"].Value + match.Groups["bare"].Value;
        if (Harbors.Contains(name))
            return "";
        if (environment(name) is { } value && (value.Length > 0 || !match.Groups["colon"].Success))
            return value;
        if (match.Groups["default"].Success)
            return match.Groups["default"].Value;
        missing(name);
        return "";
    });

    [GeneratedRegex(@"\$\$|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<colon>:)?-(?<default>[^}]*))?\}|\$(?<bare>[A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Reference();
}
