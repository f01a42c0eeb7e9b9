using Spectre.Console;
using Spectre.Console.Rendering;

namespace BenchCluster.Client.Output;

/// <summary>Bars, what is being done, and what holds it up.</summary>
internal static class SpectreProgress
{
    private const int BarWidth = 30;

    public static IRenderable Draw(ProgressFrame frame)
    {
        var bars = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap())
            .AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        foreach (var bar in frame.Bars)
        {
            bars.AddRow(
                Palette.Text(SafeText.Line(bar.Label)), Bar(bar), Palette.Text(bar.Counts),
                Palette.Text(new Styled(Durations.Short(bar.Elapsed), Tone.Quiet)));
        }

        var rows = new List<IRenderable> { bars };
        foreach (var detail in frame.Details)
            rows.Add(new Text("  " + SafeText.Line(detail), Palette.Style(Tone.Quiet)) { Overflow = Overflow.Ellipsis });
        if (frame.Notice is { } notice)
            rows.Add(Palette.Text(new Styled(notice, Tone.Busy)));
        return new Rows(rows);
    }

    private static Paragraph Bar(ProgressBar bar)
    {
        var bad = Share(bar.Bad, bar.Total);
        var good = Math.Min(Share(bar.Good, bar.Total), BarWidth - bad);
        var active = Math.Min(Share(bar.Active, bar.Total), BarWidth - bad - good);
        return new Paragraph()
            .Append(new string('━', good), Palette.Style(Tone.Good))
            .Append(new string('━', bad), Palette.Style(Tone.Bad))
            .Append(new string('━', active), Palette.Style(Tone.Busy))
            .Append(new string('─', BarWidth - good - bad - active), Palette.Style(Tone.Quiet));
    }

    /// <summary>A part's share of the bar; something, however little, is seen.</summary>
    private static int Share(int part, int total) =>
        part <= 0 || total <= 0 ? 0 : Math.Clamp((int)Math.Round((double)part * BarWidth / total), 1, BarWidth);
}
