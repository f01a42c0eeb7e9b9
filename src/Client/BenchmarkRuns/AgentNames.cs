using BenchCluster.Agents;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Agents as they are given on a command line and named in tables.</summary>
internal static class AgentNames
{
    private const int LongestName = 40;

    /// <summary>The agent of a command line: <c>oracle</c>, <c>nop</c>, one that is installed by its recipe, or a command for the shell.</summary>
    public static AgentSpec Parse(string text, double? timeoutSeconds) => text switch
    {
        _ when AgentRecipeNames.All.Contains(text) =>
            new AgentSpec { Type = AgentKind.Installed, Name = text, TimeoutSeconds = timeoutSeconds },
        _ when text.Equals("oracle", StringComparison.OrdinalIgnoreCase) =>
            new AgentSpec { Type = AgentKind.Oracle, TimeoutSeconds = timeoutSeconds },
        _ when text.Equals("nop", StringComparison.OrdinalIgnoreCase) =>
            new AgentSpec { Type = AgentKind.Nop, TimeoutSeconds = timeoutSeconds },
        _ => new AgentSpec
        {
            Type = AgentKind.Command,
            Command = text,
            TimeoutSeconds = timeoutSeconds,
            Name = SafeText.Short(text, LongestName),
        },
    };

    /// <summary>What an agent is called.</summary>
    public static string Of(AgentSpec agent) =>
        agent.Name ?? (agent.Type == AgentKind.Command ? SafeText.Short(agent.Command ?? "", LongestName) : WireJson.NameOf(agent.Type));

    /// <summary>Whether a text of a command line means this agent.</summary>
    public static bool Matches(AgentSpec agent, string text) =>
        agent.Type is AgentKind.Command or AgentKind.Installed
            ? text == agent.Command || text == agent.Name
            : text.Equals(WireJson.NameOf(agent.Type), StringComparison.OrdinalIgnoreCase);

    /// <summary>A name for each run, no two alike: its agent's, else its own.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<BenchmarkRunView> runs)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        foreach (var run in runs)
        {
            var name = run.Agent is { } agent ? Of(agent) : run.Name ?? run.Id;
            var number = taken[name] = taken.GetValueOrDefault(name) + 1;
            names.Add(number == 1 ? name : $"{name} #{number}");
        }

        return names;
    }
}
