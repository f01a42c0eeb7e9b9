using System.Buffers;

namespace BenchCluster.AgentProtocol;

/// <summary>The rule of executions' ids: they are names of directories, and must not be able to be anything else.</summary>
public static class ExecutionId
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>Whether the text can be an id: 1 to 128 letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, not beginning with a dot.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= 128 } && text[0] != '.' && text.AsSpan().IndexOfAnyExcept(Allowed) < 0;
}
