namespace BenchCluster.Client.Commands;

/// <summary>How the process says how it went.</summary>
internal static class ExitStatus
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done, or its result is not what was asked for.</summary>
    public const int Failed = 1;

    /// <summary>It was not understood.</summary>
    public const int WrongUsage = 2;

    /// <summary>It was interrupted; the shell's number for SIGINT.</summary>
    public const int Interrupted = 130;
}
