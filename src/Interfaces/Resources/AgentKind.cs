namespace BenchCluster.Resources;

/// <summary>Who works on a scenario in an orchestrated run.</summary>
public enum AgentKind
{
    /// <summary>Applies the scenario's own reference solution.</summary>
    Oracle,

    /// <summary>Does nothing.</summary>
    Nop,

    /// <summary>Runs one shell command.</summary>
    Command,

    /// <summary>A coding agent that a recipe installs and launches.</summary>
    Installed,

    /// <summary>Applies a patch that was made elsewhere.</summary>
    Patch,
}
