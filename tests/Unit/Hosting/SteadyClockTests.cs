using BenchCluster.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Hosting;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _system = new(Start);
    private readonly FakeLogger<SteadyClock> _log = new();
    private readonly SteadyClock _clock;
    private TimeSpan _uptime = TimeSpan.FromDays(3);

    public SteadyClockTests() => _clock = new SteadyClock(_system, () => _uptime, _log);

    [Fact]
    public void Time_that_passes_is_shown()
    {
        Pass(TimeSpan.FromHours(5));

        Assert.Equal(Start.AddHours(5), _clock.GetUtcNow());
        Assert.Equal(0, _log.Collector.Count);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_jump_is_not_followed_and_told_once(int seconds)
    {
        _system.AdjustTime(Start.AddSeconds(seconds));
        Assert.Equal(Start, _clock.GetUtcNow());
        Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(Start.AddMinutes(10), _clock.GetUtcNow());
        Assert.Contains(TimeSpan.FromSeconds(seconds).ToString(), Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jump_that_is_taken_back_leaves_nothing_and_the_next_is_told_again()
    {
        _system.AdjustTime(Start.AddHours(1));
        _clock.GetUtcNow();
        _system.AdjustTime(Start);
        Assert.Equal(Start, _clock.GetUtcNow());
        _system.AdjustTime(Start.AddHours(1));
        _clock.GetUtcNow();

        Assert.Equal(2, _log.Collector.Count);
    }

    [Fact]
    public void Small_corrections_are_followed_however_many()
    {
        for (var i = 1; i <= 10; i++)
        {
            _system.AdjustTime(Start.AddSeconds(0.9 * i));
            Assert.Equal(Start.AddSeconds(0.9 * i), _clock.GetUtcNow());
        }

        Assert.Equal(0, _log.Collector.Count);
    }

    [Fact]
    public void A_process_that_stood_still_between_two_readings_saw_no_jump()
    {
        var isFirst = true;
        var clock = new SteadyClock(
            _system,
            () =>
            {
                if (isFirst)
                    isFirst = false;
                else if (_uptime == TimeSpan.FromDays(3))
                    Pass(TimeSpan.FromMinutes(1));
                return _uptime;
            },
            _log);

        Assert.Equal(Start.AddMinutes(1), clock.GetUtcNow());
        Assert.Equal(0, _log.Collector.Count);
    }

    [Fact]
    public void The_machines_own_clock_is_the_systems()
    {
        var before = DateTimeOffset.UtcNow;
        var now = new SteadyClock(_log).GetUtcNow();

        Assert.InRange(now, before, DateTimeOffset.UtcNow);
    }

    private void Pass(TimeSpan time)
    {
        _uptime += time;
        _system.Advance(time);
    }
}
