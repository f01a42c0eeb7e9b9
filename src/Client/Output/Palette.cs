using Spectre.Console;

namespace BenchCluster.Client.Output;

/// <summary>The style of each tone.</summary>
internal static class Palette
{
    public static Style Style(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Quiet => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Busy => new Style(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };

    public static Text Text(Styled text) => new(text.Text, Style(text.Tone));
}
