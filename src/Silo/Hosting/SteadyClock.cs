using System.Runtime.InteropServices;

namespace BenchCluster.Hosting;

/// <summary>
/// The system's time without its jumps. A jump, as when somebody sets the clock, says nothing of how much time has passed:
/// deadlines would fire early or never. The silo goes on by what has passed since it started, the time that the machine slept
/// included, and takes the new time when it is started again.
/// </summary>
internal sealed partial class SteadyClock : TimeProvider
{
    /// <summary>What is less is followed: a second that is put in, a correction that network time makes at once.</summary>
    private static readonly TimeSpan LeastJump = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _system;
    private readonly Func<TimeSpan> _uptime;
    private readonly ILogger<SteadyClock> _logger;
    private long _boot;
    private long _told;

    /// <summary>A clock that shows the system's time now.</summary>
    /// <param name="system">The system's time.</param>
    /// <param name="uptime">How long the machine runs.</param>
    /// <param name="logger">Is told of jumps.</param>
    public SteadyClock(TimeProvider system, Func<TimeSpan> uptime, ILogger<SteadyClock> logger)
    {
        (_system, _uptime, _logger) = (system, uptime, logger);
        _boot = system.GetUtcNow().UtcTicks - uptime().Ticks;
    }

    /// <summary>The machine's own: its time, and how long it runs.</summary>
    public SteadyClock(ILogger<SteadyClock> logger)
        : this(System, Uptime, logger)
    {
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var (now, uptime, off) = Read();
        // Once more: the process may have stood still between the two readings.
        if (off >= LeastJump)
            (now, uptime, off) = Read();
        if (off < LeastJump)
        {
            Volatile.Write(ref _boot, now - uptime);
            Volatile.Write(ref _told, 0);
            return new DateTimeOffset(now, TimeSpan.Zero);
        }

        var boot = Volatile.Read(ref _boot);
        var jump = now - uptime - boot;
        if (Math.Abs(jump - Interlocked.Exchange(ref _told, jump)) >= LeastJump.Ticks)
            LogJump(_logger, TimeSpan.FromSeconds(Math.Round(TimeSpan.FromTicks(jump).TotalSeconds)));
        return new DateTimeOffset(boot + uptime, TimeSpan.Zero);
    }

    private (long Now, long Uptime, TimeSpan Off) Read()
    {
        var now = _system.GetUtcNow().UtcTicks;
        var uptime = _uptime().Ticks;
        return (now, uptime, TimeSpan.FromTicks(now - uptime - Volatile.Read(ref _boot)).Duration());
    }

    private static TimeSpan Uptime()
    {
        // Unlike the monotonic clock it goes on while the machine sleeps.
        const int SinceBoot = 7;
        return GetTime(SinceBoot, out var time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : throw new InvalidOperationException($"The time since the machine's start cannot be read: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out KernelTime time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system's clock is {Off} from where it was set. Deadlines go on by the time that passes; start the silo again to take the new time.")]
    private static partial void LogJump(ILogger logger, TimeSpan off);

    private struct KernelTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
