namespace BenchCluster.Devboxes;

/// <summary>What a devbox's commands printed.</summary>
internal sealed partial class DevboxGrain
{
    public async Task<IReadOnlyList<DevboxLogLine>> GetLog(string? executionId, string? shellName)
    {
        var state = Existing();
        // Files are read, which may be many: off the grain's turns.
        var lines = await Task.Run(() => host.ReadLog(Id, executionId, shellName));
        if (executionId is null && shellName is null && state.OutOfMemoryAt.Count > 0)
            lines = [.. lines.Concat(state.OutOfMemoryAt.Select(OutOfMemory)).OrderBy(line => line.TimestampMs)];
        var values = Confidential.Values().ToList();
        return values.Count == 0 ? lines : [.. lines.Select(line => Redacted(line, values))];
    }

    private static DevboxLogLine Redacted(DevboxLogLine line, List<string> values) => line with
    {
        Cmd = line.Cmd is null ? null : Redaction.Of(line.Cmd, values),
        Message = line.Message is null ? null : Redaction.Of(line.Message, values),
    };

    private static DevboxLogLine OutOfMemory(DateTimeOffset at) => new()
    {
        Level = "error",
        Source = DevboxLogSource.KernelMessages,
        TimestampMs = at.ToUnixTimeMilliseconds(),
        Message = "Out of memory: a process of the devbox was killed.",
    };
}
