using BenchCluster.Devboxes;
using BenchCluster.Resources;
using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads what a section says of the network: <c>network_mode</c>, <c>allowed_hosts</c>, and the older <c>allow_internet</c>.</summary>
internal static class HarborNetwork
{
    private const string NoAllowlist =
        "a list of allowed hosts is not supported; with all hosts or none, scores would mean something else";

    /// <summary>The mode; null where the section says nothing.</summary>
    public static NetworkMode? Read(TomlSection section)
    {
        var isAllowed = section.Bool("allow_internet");
        var hosts = section.Value("allowed_hosts");
        var hasHosts = hosts is TomlArray { Count: > 0 };
        if (hosts is not (null or TomlArray))
            section.Refuse("allowed_hosts", "expected a list of host names");
        switch (section.Value("network_mode"))
        {
            case null when hasHosts:
                section.Refuse("allowed_hosts", NoAllowlist);
                return null;
            case null:
                return isAllowed switch { false => NetworkMode.NoNetwork, true => NetworkMode.Public, null => null };
            case "public" when !hasHosts:
                return NetworkMode.Public;
            case "no-network" or "no_network" or "none" when !hasHosts:
                return NetworkMode.NoNetwork;
            // The format's rule: a list without hosts lets nothing through.
            case "allowlist" when !hasHosts:
                return NetworkMode.NoNetwork;
            case "allowlist" or TomlArray:
                section.Refuse("network_mode", NoAllowlist);
                return null;
            case "public" or "no-network" or "no_network" or "none":
                section.Refuse("allowed_hosts", "hosts may only be listed with network_mode allowlist");
                return null;
            case var mode:
                section.Refuse("network_mode", $"expected public, no-network or allowlist, found {TomlSection.Scalar(mode) ?? "a table"}");
                return null;
        }
    }

    /// <summary>
    /// The devbox's mode, of the environment's and of those that agent and verifier have for themselves: a devbox has one
    /// from its start to its end.
    /// </summary>
    /// <param name="verifier">Null where the verifier has a container of its own.</param>
    public static NetworkMode? Agree(NetworkMode? environment, TomlSection agent, TomlSection? verifier)
    {
        var forAgent = Read(agent) ?? environment ?? NetworkMode.Public;
        var forVerifier = verifier is null ? forAgent : Read(verifier) ?? environment ?? NetworkMode.Public;
        if (forAgent != forVerifier)
        {
            verifier!.Refuse(
                "network_mode", $"agent and verifier share a devbox, which has one network, and {WireJson.NameOf(forVerifier)} is not the agent's {WireJson.NameOf(forAgent)}");
        }
        else if (forAgent != (environment ?? NetworkMode.Public))
            agent.Note("network_mode", $"{WireJson.NameOf(forAgent)} from the start, so that agents are installed with no other network either");
        return forAgent is NetworkMode.NoNetwork ? NetworkMode.NoNetwork : null;
    }
}
