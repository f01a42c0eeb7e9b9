using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Recovery;

/// <summary>A silo whose system's clock is set while it runs.</summary>
public sealed class ClockTests
{
    private const int Seconds = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Jumps_of_the_clock_end_nothing_early_and_nothing_late()
    {
        var set = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(set, "+0");
            await using var silo = await SiloProcess.StartAsync(new SiloHost { Through = FakeTime(set) }, []);
            using var client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
            var kept = await StartAsync(client, new LaunchParameters { KeepAliveTimeSeconds = 3600 });

            var timed = await StartAsync(client, new LaunchParameters { KeepAliveTimeSeconds = Seconds });
            await JumpAsync(silo, set, "+3h", "03:00:00");
            await EndsAsync(client, timed, ShutdownReason.KeepAliveTimeout);

            var idle = await StartAsync(client, new LaunchParameters { AfterIdle = new AfterIdle { IdleTimeSeconds = Seconds, OnIdle = IdleAction.Shutdown } });
            await JumpAsync(silo, set, "-3h", "-03:00:00");
            await EndsAsync(client, idle, ShutdownReason.Idle);

            Assert.Equal(DevboxStatus.Running, (await client.Devboxes.GetAsync(kept)).Status);
        }
        finally
        {
            File.Delete(set);
        }
    }

    private static async Task JumpAsync(SiloProcess silo, string set, string to, string told)
    {
        await File.WriteAllTextAsync(set, to);
        await Eventually.Get(() => Task.FromResult(silo.Log), log => log.Contains($"clock is {told} from", StringComparison.Ordinal));
    }

    private static async Task EndsAsync(BenchClient client, string id, ShutdownReason reason)
    {
        var over = await Eventually.Get(() => client.Devboxes.GetAsync(id), devbox => devbox.Status is DevboxStatus.Shutdown, Longest);
        Assert.Equal(reason, over.ShutdownReason);
        Assert.InRange(over.EndTimeMs!.Value - over.CreateTimeMs, Seconds * 1000, (long)Longest.TotalMilliseconds);
    }

    private static async Task<string> StartAsync(BenchClient client, LaunchParameters launch)
    {
        var devbox = await client.Devboxes.CreateAsync(new DevboxCreateRequest { LaunchParameters = launch });
        await Eventually.Get(() => client.Devboxes.GetAsync(devbox.Id), now => now.Status is DevboxStatus.Running, Longest);
        return devbox.Id;
    }

    private static string[] FakeTime(string set)
    {
        var library = Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(lib => Path.Combine(lib, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("libfaketime is missing: apt-get install faketime.");
        return ["env", $"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={set}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"];
    }
}
