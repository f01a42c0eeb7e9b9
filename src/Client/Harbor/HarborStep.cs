using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>A step of a task that has several.</summary>
internal sealed record HarborStep
{
    public required string Name { get; init; }

    /// <summary>Its folder below <c>steps/</c>.</summary>
    public required string Folder { get; init; }

    public required string Instruction { get; init; }

    public required AgentDefaults Agent { get; init; }

    public required HarborVerifier Verifier { get; init; }

    /// <summary>What must be reached for the next to be tried, by the reward's name; null for no bound.</summary>
    public IReadOnlyDictionary<string, double>? MinRewards { get; init; }

    public Healthcheck? Healthcheck { get; init; }

    public IReadOnlyList<HarborArtifact> Artifacts { get; init; } = [];

    public string TestsFolder => Path.Combine(Folder, "tests");

    public string WorkdirFolder => Path.Combine(Folder, "workdir");

    public string SolutionFolder => Path.Combine(Folder, "solution");

    public bool HasSolution => File.Exists(Path.Combine(SolutionFolder, "solve.sh"));

    public bool HasSetup => File.Exists(Path.Combine(WorkdirFolder, "setup.sh"));
}
