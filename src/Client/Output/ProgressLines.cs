namespace BenchCluster.Client.Output;

/// <summary>
/// Progress in a log: a line when something has changed, for each thing at most one in <see cref="Between"/>, and the
/// last state for certain.
/// </summary>
internal sealed class ProgressLines
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (string Line, long At)> _written = [];
    private string? _notice;

    public IEnumerable<string> Next(ProgressFrame frame, long now, TimeProvider time, bool isLast)
    {
        if (frame.Notice != _notice)
            yield return frame.Notice ?? "going on";
        _notice = frame.Notice;
        foreach (var bar in frame.Bars)
        {
            var line = $"{bar.Label}: {bar.Counts}";
            var before = _written.TryGetValue(bar.Label, out var last);
            if (before && (last.Line == line || (!isLast && time.GetElapsedTime(last.At, now) < Between)))
                continue;
            _written[bar.Label] = (line, now);
            yield return $"{line} ({Durations.Short(bar.Elapsed)})";
        }
    }
}
