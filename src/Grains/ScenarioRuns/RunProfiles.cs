using BenchCluster.Devboxes;
using BenchCluster.Mounts;
using BenchCluster.Secrets;

namespace BenchCluster.ScenarioRuns;

/// <summary>What runs add to environments: laid over each other, and kept without a token in the clear.</summary>
public static class RunProfiles
{
    private const string Seal = "sealed:";

    /// <summary>The profile of a run in a benchmark run: its own, and for what it does not say the benchmark run's.</summary>
    public static RunProfile? Over(RunProfile? own, RunProfile? inherited)
    {
        if (own is null || inherited is null)
            return own ?? inherited;
        return new RunProfile
        {
            EnvVars = Over(own.EnvVars, inherited.EnvVars, own.Secrets),
            Secrets = Over(own.Secrets, inherited.Secrets, own.EnvVars),
            LaunchParameters = LaunchInheritance.Of(own.LaunchParameters, inherited.LaunchParameters),
            Mounts = inherited.Mounts is null ? own.Mounts : [.. inherited.Mounts, .. own.Mounts ?? []],
            Purpose = own.Purpose ?? inherited.Purpose,
        };
    }

    /// <summary>The profile with what the agent finds in its own environment: that too meets what a scenario requires.</summary>
    internal static RunProfile? WithAgent(RunProfile? profile, AgentSpec? agent) => agent is { EnvironmentVariables: null, Secrets: null } or null
        ? profile
        : Over(profile, new RunProfile { EnvVars = agent.EnvironmentVariables, Secrets = agent.Secrets });

    /// <summary>The profile with its mounts' tokens encrypted.</summary>
    /// <param name="owner">The resource that keeps it.</param>
    internal static RunProfile? Sealed(RunProfile? profile, ISecretVault vault, string owner) =>
        WithTokens(profile, token => IsSealed(token) ? token : $"{Seal}{owner}:{Convert.ToBase64String(vault.Protect(owner, token))}");

    /// <summary>The mounts with the tokens that <see cref="Sealed"/> encrypted.</summary>
    internal static IReadOnlyList<Mount>? Opened(RunProfile? profile, ISecretVault vault) =>
        WithTokens(profile, token => Open(token, vault))?.Mounts;

    private static RunProfile? WithTokens(RunProfile? profile, Func<string, string> change) => profile?.Mounts is null
        ? profile
        : profile with
        {
            Mounts =
            [
                .. profile.Mounts.Select(mount => mount switch
                {
                    CodeMount { Token: { } token } code => code with { Token = change(token) },
                    AgentMount { AuthToken: { } token } agent => agent with { AuthToken = change(token) },
                    _ => mount,
                }),
            ],
        };

    /// <summary>No token has a colon and what follows it; what a caller sends in this shape was sealed by us, for the owner that it names.</summary>
    private static bool IsSealed(string token) => token.StartsWith(Seal, StringComparison.Ordinal);

    private static string Open(string token, ISecretVault vault)
    {
        if (!IsSealed(token))
            return token;
        var colon = token.IndexOf(':', Seal.Length);
        return vault.Reveal(token[Seal.Length..colon], Convert.FromBase64String(token[(colon + 1)..]));
    }

    private static Dictionary<string, string>? Over(
        IReadOnlyDictionary<string, string>? own, IReadOnlyDictionary<string, string>? inherited, IReadOnlyDictionary<string, string>? others)
    {
        if (own is null && inherited is null)
            return null;
        // A variable that the run sets the other way is not inherited.
        var all = (inherited ?? new Dictionary<string, string>()).Where(pair => others?.ContainsKey(pair.Key) is not true).ToDictionary();
        foreach (var (name, value) in own ?? new Dictionary<string, string>())
            all[name] = value;
        return all;
    }
}
