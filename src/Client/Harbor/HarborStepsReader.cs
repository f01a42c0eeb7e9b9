using System.Text.RegularExpressions;
using BenchCluster.Devboxes;
using BenchCluster.Scenarios;
using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads <c>[[steps]]</c> and the folders of <c>steps/</c>.</summary>
internal static partial class HarborStepsReader
{
    private const string Folder = "steps";

    /// <summary>The steps; none for most tasks.</summary>
    public static async Task<IReadOnlyList<HarborStep>> ReadAsync(
        string folder, TomlSection root, HarborEnvironment container, AgentDefaults agent, HarborVerifier verifier,
        Func<string, string?> environment, HarborProblems problems, CancellationToken cancellationToken)
    {
        var steps = new List<HarborStep>();
        foreach (var section in root.Sections(Folder))
        {
            var name = section.String("name") ?? "";
            if (!NameRule().IsMatch(name))
                section.Refuse("name", $"expected letters, digits, '-' and '_', found '{name}'");
            else if (steps.Exists(step => step.Name == name))
                section.Refuse("name", $"'{name}' is another step's");
            steps.Add(await ReadAsync(folder, section, name, container, agent, verifier, environment, problems, cancellationToken));
        }

        if (steps.Count > 0 && verifier.Separate is not null)
            problems.Refuse(HarborTaskReader.ConfigFile, "verifier.environment", "a verifier's own environment is not supported in tasks of several steps; scores without it would mean something else");
        return steps;
    }

    private static async Task<HarborStep> ReadAsync(
        string folder, TomlSection section, string name, HarborEnvironment container, AgentDefaults agent, HarborVerifier verifier,
        Func<string, string?> environment, HarborProblems problems, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Folder, name);
        var own = section.Section("agent");
        var check = section.Section("verifier");
        if (check.Value("environment") is not null || check.Value("environment_mode") is not (null or "shared"))
            check.Refuse("environment", "a verifier's own environment is not supported in tasks of several steps; scores without it would mean something else");
        if (check.Value("collect") is not null)
            check.Warn("collect", "not run: the verifier shares the agent's environment");
        foreach (var part in (TomlSection[])[own, check])
        {
            if (HarborNetwork.Read(part) is { } network && network != (container.Launch.NetworkMode ?? NetworkMode.Public))
                part.Refuse("network_mode", "all steps share a devbox, which has one network: the environment's");
        }

        var step = new HarborStep
        {
            Name = name,
            Folder = path,
            Instruction = await HarborTaskReader.RequiredTextAsync(folder, $"{Folder}/{name}/{HarborTaskReader.InstructionFile}", problems, cancellationToken) ?? "",
            Agent = new AgentDefaults { TimeoutSec = own.Number("timeout_sec") ?? agent.TimeoutSec, User = own.User("user") ?? agent.User },
            Verifier = verifier with
            {
                TimeoutSec = check.Number("timeout_sec") ?? verifier.TimeoutSec,
                User = check.User("user") ?? verifier.User,
                Env = HarborTaskReader.Variables(check, environment) is { Count: > 0 } variables ? variables : verifier.Env,
                Separate = null,
            },
            MinRewards = ReadMinRewards(section),
            Healthcheck = HarborHealthcheck.Read(section),
            Artifacts = HarborArtifacts.Read(section),
        };
        foreach (var part in (TomlSection[])[own, check, section])
            part.ReportUnknown();
        if (!File.Exists(Path.Combine(step.TestsFolder, "test.sh")) && !File.Exists(Path.Combine(folder, "tests", "test.sh")))
            problems.Refuse($"{Folder}/{name}/tests/test.sh", null, "there is no such file, and no tests/test.sh; it is what gives the score");
        return step;
    }

    /// <summary>A number is that of the reward called <c>reward</c>.</summary>
    private static Dictionary<string, double>? ReadMinRewards(TomlSection section)
    {
        if (section.Value("min_reward") is not TomlTable)
            return section.Number("min_reward", double.MinValue) is { } least ? new() { ["reward"] = least } : null;
        var table = section.Section("min_reward");
        return section.Table("min_reward")!.Keys.ToDictionary(key => key, key => table.Number(key, double.MinValue) ?? 0);
    }

    /// <summary>Names become those of scoring functions.</summary>
    [GeneratedRegex("^[A-Za-z0-9_-]{1,256}$")]
    private static partial Regex NameRule();
}
