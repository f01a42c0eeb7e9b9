using Spectre.Console;

namespace BenchCluster.Client.Output;

/// <summary>A terminal: colours (unless NO_COLOR is set), tables with borders, bars that move.</summary>
internal sealed class SpectreScreen(IAnsiConsole console) : IScreen
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    public bool IsLive => true;

    public void WriteLine(params ReadOnlySpan<Styled> parts)
    {
        var copy = parts.ToArray();
        console.WriteAnsi(writer =>
        {
            foreach (var part in copy)
                writer.Write(SafeText.Block(part.Text), Palette.Style(part.Tone), null);
            writer.WriteLine();
        });
    }

    public void Write(Listing listing)
    {
        if (listing.Rows.Count > 0 && SpectreListing.Fits(listing, console.Profile.Width))
        {
            console.Write(SpectreListing.Draw(listing));
            return;
        }

        foreach (var line in PlainListing.Lines(listing))
            WriteLine(line);
    }

    public async Task ShowAsync(Func<ProgressFrame> frame, Task work, TimeProvider time)
    {
        var live = new LiveDisplay(console, SpectreProgress.Draw(frame())) { AutoClear = true, Overflow = VerticalOverflow.Crop };
        await live.StartAsync(async display =>
        {
            while (!work.IsCompleted)
            {
                display.UpdateTarget(SpectreProgress.Draw(frame()));
                display.Refresh();
                await Task.WhenAny(work, Task.Delay(Redraw, time));
            }
        });
        await work;
    }
}
