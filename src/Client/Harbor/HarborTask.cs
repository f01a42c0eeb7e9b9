using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>A task that can be imported: its folder, checked, with all variables resolved.</summary>
internal sealed record HarborTask
{
    /// <summary>The task's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The scenario's name: the task's own, else its folder's.</summary>
    public required string Name { get; init; }

    public required string Instruction { get; init; }

    /// <summary>The Dockerfile's text; null where an image is given.</summary>
    public string? Dockerfile { get; init; }

    public string? Image { get; init; }

    public required double BuildTimeoutSec { get; init; }

    public required LaunchParameters Launch { get; init; }

    public string? WorkingDirectory { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public Healthcheck? Healthcheck { get; init; }

    /// <summary>The containers beside it, each after those that it depends on.</summary>
    public IReadOnlyList<HarborService> Services { get; init; } = [];

    public required AgentDefaults Agent { get; init; }

    public required HarborVerifier Verifier { get; init; }

    /// <summary>What of the agent's is kept, and what a verifier of another environment gets.</summary>
    public required IReadOnlyList<HarborArtifact> Artifacts { get; init; }

    /// <summary>Its steps, where it has several; then it has no instruction, tests and solution of its own.</summary>
    public required IReadOnlyList<HarborStep> Steps { get; init; }

    public StepScore? StepScore { get; init; }

    /// <summary>The text of solve.sh; null where there is no reference solution.</summary>
    public string? Solution { get; init; }

    public IReadOnlyDictionary<string, string>? SolutionEnv { get; init; }

    /// <summary>What the task says of itself, for the scenario's metadata.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Hash of the folder, of the resolved variables, and of the way that tasks are mapped.</summary>
    public required string ContentHash { get; init; }

    public string EnvironmentFolder => Path.Combine(Folder, "environment");

    public string TestsFolder => Path.Combine(Folder, "tests");

    public string SolutionFolder => Path.Combine(Folder, "solution");
}
