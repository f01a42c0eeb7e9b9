namespace BenchCluster.Client.Output;

/// <summary>A pipe or file: plain text, and a line for each change of what goes on.</summary>
internal sealed class PlainScreen(TextWriter writer) : IScreen
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(250);

    public bool IsLive => false;

    public void WriteLine(params ReadOnlySpan<Styled> parts)
    {
        foreach (var part in parts)
            writer.Write(SafeText.Block(part.Text));
        writer.Write('\n');
        writer.Flush();
    }

    public void Write(Listing listing)
    {
        foreach (var line in PlainListing.Lines(listing))
            WriteLine(line);
    }

    public async Task ShowAsync(Func<ProgressFrame> frame, Task work, TimeProvider time)
    {
        var lines = new ProgressLines();
        while (!work.IsCompleted)
        {
            WriteAll(lines.Next(frame(), time.GetTimestamp(), time, isLast: false));
            await Task.WhenAny(work, Task.Delay(Sample, time));
        }

        if (work.IsCompletedSuccessfully)
            WriteAll(lines.Next(frame(), time.GetTimestamp(), time, isLast: true));
        await work;
    }

    private void WriteAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            WriteLine(line);
    }
}
