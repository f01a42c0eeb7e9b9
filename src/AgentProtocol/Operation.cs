namespace BenchCluster.AgentProtocol;

/// <summary>What a connection asks of the agent.</summary>
public enum Operation
{
    /// <summary>Who are you?</summary>
    Hello,

    /// <summary>Start an execution, or find the one with the same id, and wait for its end.</summary>
    Start,

    /// <summary>Wait for the end of an execution.</summary>
    Wait,

    /// <summary>List the executions.</summary>
    List,

    /// <summary>Read an execution's output.</summary>
    ReadOutput,

    /// <summary>Write to an execution's standard input.</summary>
    WriteInput,

    /// <summary>Send a signal to an execution.</summary>
    Signal,

    /// <summary>Kill every process but the agent.</summary>
    Quiesce,

    /// <summary>Write a file.</summary>
    WriteFile,

    /// <summary>Write a file that the client fills itself.</summary>
    FillFile,

    /// <summary>Read a file.</summary>
    ReadFile,

    /// <summary>Look at a file.</summary>
    Stat,

    /// <summary>List a directory.</summary>
    ListDirectory,

    /// <summary>Remove a file or directory.</summary>
    Remove,

    /// <summary>Make a directory.</summary>
    MakeDirectory,

    /// <summary>Unpack a tar into a directory.</summary>
    Unpack,

    /// <summary>Processes, memory and CPU.</summary>
    Stats,

    /// <summary>Where a user is at home.</summary>
    Home,

    /// <summary>Connect to a port in the devbox, and carry bytes both ways.</summary>
    Dial,

    /// <summary>Run a command whose input and output go over the connection.</summary>
    Run,

    /// <summary>Find a terminal, or make it.</summary>
    OpenTerminal,

    /// <summary>Carry a terminal's input and output over the connection.</summary>
    AttachTerminal,

    /// <summary>Set a terminal's size.</summary>
    ResizeTerminal,

    /// <summary>Send a signal to what runs in a terminal's foreground.</summary>
    SignalTerminal,

    /// <summary>Hang a terminal up.</summary>
    CloseTerminal,

    /// <summary>What was changed on the disk since a time.</summary>
    Changed,
}
