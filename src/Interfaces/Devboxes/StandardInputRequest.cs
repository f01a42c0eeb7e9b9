namespace BenchCluster.Devboxes;

/// <summary>The body of <c>send_std_in</c>: text, a signal, or both (the text goes first).</summary>
[GenerateSerializer, Immutable, Alias("bench.StandardInputRequest")]
public sealed record StandardInputRequest
{
    /// <summary>Text for standard input.</summary>
    [Id(0)]
    public string? Text { get; init; }

    /// <summary><c>EOF</c> closes standard input, <c>INTERRUPT</c> is Ctrl-C.</summary>
    [Id(1)]
    public string? Signal { get; init; }
}
