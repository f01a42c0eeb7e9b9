using System.Net;
using BenchCluster.Client;

namespace BenchCluster.Tests.Api;

public sealed class PatienceTests
{
    private readonly InstantTime _time = new();

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_until_it_is_back()
    {
        var patience = new Patience(_time);
        var seen = new List<bool>();
        var asked = 0;

        var answer = await patience.AskAsync(
            _ =>
            {
                seen.Add(patience.IsAway);
                return ++asked < 4 ? throw Away(asked) : Task.FromResult(asked);
            },
            CancellationToken.None);

        Assert.Equal(4, answer);
        Assert.Equal([false, true, true, true], seen);
        Assert.False(patience.IsAway);
    }

    [Fact]
    public async Task Pauses_grow_but_not_for_good()
    {
        var patience = new Patience(_time);
        var moments = new List<TimeSpan>();
        var start = _time.GetTimestamp();

        await patience.AskAsync(
            _ =>
            {
                moments.Add(_time.GetElapsedTime(start));
                return moments.Count < 7 ? throw Away(1) : Task.FromResult(0);
            },
            CancellationToken.None);

        Assert.Equal([0.5, 1, 2, 4, 5, 5], moments.Zip(moments.Skip(1), (a, b) => (b - a).TotalSeconds));
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_asked_again()
    {
        var asked = 0;

        await Assert.ThrowsAsync<BenchApiException>(() => new Patience(_time).AskAsync<int>(
            _ =>
            {
                asked++;
                throw new BenchApiException(HttpStatusCode.NotFound, "not_found", "no");
            },
            CancellationToken.None));

        Assert.Equal(1, asked);
    }

    private static BenchApiException Away(int kind) => kind switch
    {
        1 => new BenchApiException(null, BenchApiException.Unreachable, "away"),
        2 => new BenchApiException(HttpStatusCode.BadGateway, "http_502", "away"),
        _ => new BenchApiException(HttpStatusCode.ServiceUnavailable, "unavailable", "away"),
    };
}
