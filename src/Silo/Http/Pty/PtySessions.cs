using System.Globalization;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.Pty;

/// <summary>PTY sessions of devboxes: terminals of their agents.</summary>
internal sealed class PtySessions(IGrainFactory grains, DevboxHost host)
{
    private const int LongestName = 256;

    /// <summary>How long a session is kept while nobody is attached.</summary>
    private static readonly TimeSpan IdleTtl = TimeSpan.FromMinutes(30);

    /// <summary>Finds a session, or makes it.</summary>
    public async Task<PtyConnectView> ConnectAsync(string devboxId, string name, HttpContext http)
    {
        var (target, start) = await DescribeAsync(devboxId, name, http);
        var terminal = await AgentFailures.TranslateAsync(() => host.ClientOf(devboxId).OpenTerminalAsync(target, start, http.RequestAborted));
        return new PtyConnectView
        {
            SessionName = name,
            ConnectUrl = $"/pty/{name}/attach",
            Created = terminal.Created,
            Attached = terminal.Attached,
            Cols = terminal.Columns,
            Rows = terminal.Rows,
            IdleTtlSeconds = (long)IdleTtl.TotalSeconds,
        };
    }

    /// <summary>Attaches to a session, which is made if it is not there.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/>: somebody is attached to it.</exception>
    public async Task<SessionConnection> AttachAsync(string devboxId, string name, HttpContext http)
    {
        var (target, start) = await DescribeAsync(devboxId, name, http);
        return await AgentFailures.TranslateAsync(
            async () => (await host.ClientOf(devboxId).AttachTerminalAsync(target, start, http.RequestAborted)).Session);
    }

    /// <summary>Carries out a control action.</summary>
    public async Task ControlAsync(string devboxId, string name, PtyControlRequest request, CancellationToken cancellationToken)
    {
        CheckName(name);
        var agent = host.ClientOf(devboxId);
        Func<Task> act = request.Action switch
        {
            "resize" => () => agent.ResizeTerminalAsync(name, Size("cols", request.Cols), Size("rows", request.Rows), cancellationToken),
            "signal" when PtySignals.NumberOf(request.Signal) is var signal => () => agent.SignalTerminalAsync(name, signal, cancellationToken),
            "close" => () => agent.CloseTerminalAsync(name, cancellationToken),
            _ => throw new BenchException(BenchError.BadRequest, "action: must be 'resize', 'signal' or 'close'."),
        };
        // A devbox that is gone says so, instead of not answering.
        await grains.GetGrain<IDevboxGrain>(devboxId).Access();
        try
        {
            await AgentFailures.TranslateAsync(act);
        }
        catch (BenchException e) when (e.InnerException is AgentException { Code: AgentErrorCode.Ended })
        {
            throw new BenchException(BenchError.BadRequest, e.Message);
        }
    }

    private static int Size(string field, int? size) => size is >= 1 and <= TerminalTarget.LargestSize
        ? size.Value
        : throw new BenchException(BenchError.BadRequest, $"{field}: must be 1 to {TerminalTarget.LargestSize}.");

    private static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new BenchException(BenchError.BadRequest, $"session_name: must be 1 to {LongestName} letters, digits, '-' and '_'.");
    }

    private async Task<(TerminalTarget Target, SessionStart Start)> DescribeAsync(string devboxId, string name, HttpContext http)
    {
        CheckName(name);
        var access = await grains.GetGrain<IDevboxGrain>(devboxId).OpenSession();
        // The contract's: both sizes, and possible ones, or they are ignored.
        var size = (Columns: AskedSize(http, "cols"), Rows: AskedSize(http, "rows"));
        var isSized = size is { Columns: not null, Rows: not null };
        return (
            new TerminalTarget
            {
                Name = name,
                Columns = isSized ? size.Columns : null,
                Rows = isSized ? size.Rows : null,
                IdleTtlMs = (long)IdleTtl.TotalMilliseconds,
            },
            new SessionStart { User = access.User, Environment = access.Environment.Count == 0 ? null : access.Environment });
    }

    private static int? AskedSize(HttpContext http, string name) =>
        int.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= TerminalTarget.LargestSize
            ? size
            : null;
}
