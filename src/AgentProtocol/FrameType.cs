namespace BenchCluster.AgentProtocol;

/// <summary>The first byte of a frame.</summary>
public enum FrameType : byte
{
    /// <summary>Bytes from the client: standard input, a file's content, an archive.</summary>
    Input = 0,

    /// <summary>Bytes from the agent: output, a file's content.</summary>
    Output = 1,

    /// <summary>Bytes from the agent: a command's standard error, where it is told apart.</summary>
    ErrorOutput = 2,

    /// <summary>How it ended; the payload is an <see cref="AgentReply"/>.</summary>
    Result = 3,

    /// <summary>The end of the bytes.</summary>
    End = 4,

    /// <summary>The bytes end because of an error; the payload is an <see cref="AgentReply"/>.</summary>
    Error = 5,
}
