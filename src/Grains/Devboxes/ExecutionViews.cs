namespace BenchCluster.Devboxes;

/// <summary>How a process's status looks from outside.</summary>
internal static class ExecutionViews
{
    /// <summary>The view with the last <paramref name="lines"/> lines of each stream, once it has ended.</summary>
    public static ExecutionView Of(string devboxId, ProcessStatus status, int lines)
    {
        var view = new ExecutionView
        {
            DevboxId = devboxId,
            ExecutionId = status.Id,
            Status = status.State,
            ShellName = status.ShellName,
        };
        if (status.State is not ExecutionStatus.Completed)
            return view;
        var (stdout, isStdoutCut) = LastLines(status.StdoutTail, lines);
        var (stderr, isStderrCut) = LastLines(status.StderrTail, lines);
        return view with
        {
            ExitStatus = status.ExitStatus,
            Stdout = stdout,
            StdoutTruncated = isStdoutCut || status.IsStdoutTailPartial,
            Stderr = stderr,
            StderrTruncated = isStderrCut || status.IsStderrTailPartial,
            EndReason = status.EndReason,
        };
    }

    /// <summary>The last lines of a text, and whether there were more. A final line break does not begin a line.</summary>
    public static (string Text, bool IsCut) LastLines(string text, int lines)
    {
        var position = text.EndsWith('\n') ? text.Length - 1 : text.Length;
        for (var seen = 0; seen < lines; seen++)
        {
            if (position == 0)
                return (text, false);
            position = text.LastIndexOf('\n', position - 1);
            if (position < 0)
                return (text, false);
        }

        return (text[(position + 1)..], true);
    }
}
