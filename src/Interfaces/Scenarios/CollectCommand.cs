namespace BenchCluster.Scenarios;

/// <summary>A command that brings the state of an agent's devbox into files, before they are taken to the scorers. One that fails is no error of the run's: what it did not write is not there.</summary>
[GenerateSerializer, Immutable, Alias("bench.CollectCommand")]
public sealed record CollectCommand
{
    /// <summary>The command, for the shell.</summary>
    [Id(0)]
    public required string Command { get; init; }

    /// <summary>Seconds that it may take; default 60.</summary>
    [Id(1)]
    public double? TimeoutSec { get; init; }

    /// <summary>Who runs it: a name or a number; default the image's user.</summary>
    [Id(2)]
    public string? User { get; init; }
}
