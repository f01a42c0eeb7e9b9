using BenchCluster.Devboxes;

namespace BenchCluster.Scoring;

/// <summary>What a scoring function comes down to: files, a command, and how its score is read.</summary>
internal sealed record ScorerProgram
{
    /// <summary>The command, for the shell, run in the working directory.</summary>
    public required string Command { get; init; }

    /// <summary>How the score is read.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Files that exist only while it scores; a relative path is below the working directory.</summary>
    public IReadOnlyList<DevboxFile> Files { get; init; } = [];

    /// <summary>A storage object that exists unpacked at <see cref="UnpackAt"/> only while it scores.</summary>
    public string? UnpackObjectId { get; init; }

    /// <summary>Where.</summary>
    public string? UnpackAt { get; init; }

    /// <summary>Directories emptied before it runs.</summary>
    public IReadOnlyList<string> Reset { get; init; } = [];

    /// <summary>Who runs it.</summary>
    public string User { get; init; } = "root";

    /// <summary>Environment beside the container's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Its own limit of time; default the contract's for all of scoring.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Exit statuses of the program's own that mean that it could not score, with what they mean.</summary>
    public IReadOnlyDictionary<int, string> Refusals { get; init; } = new Dictionary<int, string>();
}
