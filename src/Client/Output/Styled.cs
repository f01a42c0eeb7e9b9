namespace BenchCluster.Client.Output;

/// <summary>A piece of text with its tone.</summary>
internal readonly record struct Styled(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Styled(string? text) => new(text ?? "");

    public override string ToString() => Text;
}
