using BenchCluster.Scenarios;
using Tomlyn;
using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads a task's folder: what every part of it must be, and what of it is not supported.</summary>
internal static class HarborTaskReader
{
    public const string ConfigFile = "task.toml";
    public const string InstructionFile = "instruction.md";

    private const double DefaultTimeoutSec = 600;

    public static async Task<HarborFolder> ReadAsync(
        string folder, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var problems = new HarborProblems();
        try
        {
            var config = await ReadConfigAsync(folder, problems, cancellationToken);
            if (config is null)
                return new HarborFolder(folder, null, problems);
            var task = await ReadTaskAsync(folder, config, environment, problems, cancellationToken);
            return new HarborFolder(folder, problems.Refused ? null : task, problems);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Refuse(".", null, error.Message);
            return new HarborFolder(folder, null, problems);
        }
    }

    private static async Task<TomlSection?> ReadConfigAsync(string folder, HarborProblems problems, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ConfigFile);
        if (!File.Exists(path))
        {
            problems.Refuse(ConfigFile, null, "there is no such file");
            return null;
        }

        try
        {
            var table = TomlSerializer.Deserialize<TomlTable>(await File.ReadAllTextAsync(path, cancellationToken)) ?? [];
            return new TomlSection(table, ConfigFile, "", problems);
        }
        catch (TomlException error)
        {
            problems.Refuse(ConfigFile, error.Line is { } line ? $"line {line}" : null, $"not valid TOML: {error.Message}");
            return null;
        }
    }

    private static async Task<HarborTask> ReadTaskAsync(
        string folder, TomlSection root, Func<string, string?> environment, HarborProblems problems, CancellationToken cancellationToken)
    {
        WarnOfVersion(root, problems);
        var metadata = HarborMetadata.Read(root);
        var container = HarborEnvironmentReader.Read(folder, root.Section("environment"), environment, problems);

        var agent = root.Section("agent");
        var agentDefaults = new AgentDefaults
        {
            TimeoutSec = agent.Number("timeout_sec") ?? DefaultTimeoutSec,
            User = agent.User("user"),
            McpServers = container.McpServers,
        };
        var section = root.Section("verifier");
        var verifier = HarborVerifierReader.Read(folder, section, container, environment, problems);
        var network = HarborNetwork.Agree(container.Launch.NetworkMode, agent, verifier.Separate is null ? section : null);
        agent.ReportUnknown();
        section.ReportUnknown();
        var artifacts = HarborArtifacts.Read(root);
        if (artifacts.Count > 0 && verifier.Separate is null)
            root.Warn("artifacts", "not kept; scores do not depend on them");
        else if (artifacts.Any(artifact => artifact.Exclude.Count > 0))
            root.Warn("artifacts", "exclude has no effect: the verifier gets all of a directory");
        var steps = await HarborStepsReader.ReadAsync(folder, root, container, agentDefaults, verifier, environment, problems, cancellationToken);
        var scoring = ReadStepScore(root);

        var solution = root.Section("solution");
        var solutionEnv = Variables(solution, environment);
        solution.ReportUnknown();
        root.ReportUnknown();

        var instruction = steps.Count > 0 ? steps[0].Instruction : await RequiredTextAsync(folder, InstructionFile, problems, cancellationToken);
        if (steps.Count == 0 && verifier.Separate?.Container.Image is null && !File.Exists(Path.Combine(folder, "tests", "test.sh")))
            problems.Refuse("tests/test.sh", null, "there is no such file; it is what gives the score");
        var solve = Path.Combine(folder, "solution", "solve.sh");
        var name = metadata.TaskName ?? Path.GetFileName(folder);
        return new HarborTask
        {
            Folder = folder,
            Name = name,
            Instruction = instruction ?? "",
            Dockerfile = container.Dockerfile,
            Image = container.Image,
            BuildTimeoutSec = container.BuildTimeoutSec,
            Launch = HarborKeepAlive.Apply(
                DevboxSizing.Larger(container.Launch, verifier.Separate?.Container.Launch) with { NetworkMode = network },
                steps.Count > 0 ? steps.Sum(step => step.Agent.TimeoutSec!.Value) : agentDefaults.TimeoutSec.Value,
                steps.Count > 0 ? steps.Sum(step => step.Verifier.TimeoutSec) : verifier.TimeoutSec,
                container.BuildTimeoutSec),
            WorkingDirectory = container.WorkingDirectory,
            Env = container.Env,
            Services = container.Services,
            Healthcheck = container.Healthcheck,
            Agent = agentDefaults,
            Verifier = verifier,
            Artifacts = artifacts,
            Steps = steps,
            StepScore = scoring,
            Solution = File.Exists(solve) ? await File.ReadAllTextAsync(solve, cancellationToken) : null,
            SolutionEnv = solutionEnv,
            Metadata = metadata.Values,
            ContentHash = await HarborContentHash.OfAsync(folder, [container.Env, verifier.Env, solutionEnv, verifier.Separate?.Container.Env, .. steps.Select(step => step.Verifier.Env), .. container.Services.Select(service => service.Env)], cancellationToken),
        };
    }

    private static void WarnOfVersion(TomlSection root, HarborProblems problems)
    {
        foreach (var name in (string[])["version", "schema_version"])
        {
            var version = root.String(name);
            if (version is not null && !version.StartsWith("1.", StringComparison.Ordinal) && version != "1")
                problems.Warn(ConfigFile, name, $"'{version}' is newer than what is known (1.x); fields that it added have no effect");
        }
    }

    private static StepScore? ReadStepScore(TomlSection root)
    {
        switch (root.String("multi_step_reward_strategy"))
        {
            case null:
                return null;
            case "mean":
                return StepScore.Mean;
            case "final":
                return StepScore.Final;
            case var other:
                root.Refuse("multi_step_reward_strategy", $"expected mean or final, found {other}");
                return null;
        }
    }

    /// <summary>The section's <c>env</c>, resolved.</summary>
    public static IReadOnlyDictionary<string, string>? Variables(TomlSection section, Func<string, string?> environment) =>
        VariableSubstitution.Resolve(section.Map("env"), environment, (key, variable) => section.Refuse(
            $"env.{key}", $"the variable {variable} is not set, and ${{{variable}}} has no default"));

    /// <summary>The text of a file that must be there and say something.</summary>
    public static async Task<string?> RequiredTextAsync(
        string folder, string file, HarborProblems problems, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            problems.Refuse(file, null, "there is no such file");
            return null;
        }

        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
            problems.Refuse(file, null, "it is empty; it is all that the agent is told");
        return text;
    }
}
