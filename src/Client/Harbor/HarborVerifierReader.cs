using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads <c>[verifier]</c>.</summary>
internal static class HarborVerifierReader
{
    private const double DefaultTimeoutSec = 600;
    private const string TestsFolder = "tests";

    /// <summary>The verifier.</summary>
    /// <param name="folder">The task's folder.</param>
    /// <param name="section"><c>[verifier]</c>.</param>
    /// <param name="agents">The agent's environment.</param>
    public static HarborVerifier Read(
        string folder, TomlSection section, HarborEnvironment agents, Func<string, string?> environment, HarborProblems problems) => new()
    {
        TimeoutSec = section.Number("timeout_sec") ?? DefaultTimeoutSec,
        User = section.User("user"),
        Env = HarborTaskReader.Variables(section, environment),
        Separate = ReadSeparate(folder, section, agents, environment, problems),
    };

    private static HarborVerifierEnvironment? ReadSeparate(
        string folder, TomlSection section, HarborEnvironment agents, Func<string, string?> environment, HarborProblems problems)
    {
        var collect = section.Sections("collect").Select(ReadCollect).ToList();
        var hasOwn = section.Table("environment") is not null;
        switch (section.String("environment_mode"))
        {
            case "shared" when hasOwn:
                section.Refuse("environment_mode", "shared, but there is an environment of the verifier's own");
                return null;
            case "shared":
            case null when !hasOwn:
                // They would only bring into files what a verifier in the same place can see for itself.
                if (collect.Count > 0)
                    section.Warn("collect", "not run: the verifier shares the agent's environment");
                return null;
            case "separate" or null:
                break;
            case var other:
                section.Refuse("environment_mode", $"expected shared or separate, found {other}");
                return null;
        }

        foreach (var file in HarborEnvironmentReader.ComposeFiles.Where(file => File.Exists(Path.Combine(folder, TestsFolder, file))))
            problems.Refuse($"{TestsFolder}/{file}", null, "a verifier has one container; with none of the others scores would mean something else");
        var dockerfile = HarborEnvironmentReader.FindDockerfile(folder, TestsFolder);
        if (!hasOwn)
        {
            // A copy of the agent's; of an image of its own where tests/ makes one.
            var copy = agents with { Dockerfile = dockerfile, Image = null, Healthcheck = null };
            return new HarborVerifierEnvironment(copy with { Launch = copy.Launch with { NetworkMode = NetworkOf(section, copy) } }, collect);
        }

        var own = section.Section("environment");
        var container = HarborEnvironmentReader.ReadContainer(own, dockerfile, environment);
        if (container is { Dockerfile: null, Image: null })
            problems.Refuse($"{TestsFolder}/Dockerfile", null, $"there is no such file, and task.toml has no {own.Name("docker_image")}");
        return new HarborVerifierEnvironment(container with { Launch = container.Launch with { NetworkMode = NetworkOf(section, container) } }, collect);
    }

    private static CollectCommand ReadCollect(TomlSection section)
    {
        var command = section.String("command");
        if (string.IsNullOrWhiteSpace(command))
            section.Refuse("command", "expected a command for the shell");
        if (section.String("service") is { } service and not "main")
            section.Refuse("service", $"commands are only run in the main container, not in '{service}'");
        var collect = new CollectCommand { Command = command ?? "", TimeoutSec = section.Number("timeout_sec"), User = section.User("user") };
        section.ReportUnknown();
        return collect;
    }

    private static NetworkMode? NetworkOf(TomlSection section, HarborEnvironment container) =>
        (HarborNetwork.Read(section) ?? container.Launch.NetworkMode) is NetworkMode.NoNetwork ? NetworkMode.NoNetwork : null;
}
