using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests;

/// <summary>What the agent takes of the machine does not grow with what it has done.</summary>
public sealed class ResourceTests : AgentTest
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Descriptors_threads_and_memory_are_flat_over_five_thousand_executions()
    {
        await RunManyAsync(500);
        var (descriptors, threads) = (Running.Descriptors(), Threads());

        await RunManyAsync(4500);

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= descriptors + 2);
        Assert.InRange(Threads(), 1, threads + 4);
        Assert.InRange(Running.ResidentBytes(), 1, 40 * MiB);
        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), left => left == 0);
    }

    [Fact]
    public async Task Descriptors_are_flat_over_executions_of_every_kind()
    {
        await RunEveryKindAsync();
        var before = await Eventually.Get(() => Task.FromResult(Running.Descriptors()), _ => Running.Processes().Count == 0);

        for (var n = 0; n < 10; n++)
            await RunEveryKindAsync();

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Fact]
    public async Task Memory_is_flat_over_large_outputs_and_files()
    {
        for (var n = 0; n < 50; n++)
        {
            await RunAsync("head -c 5000000 /dev/zero");
            await Agent.WriteFileAsync(
                new FileTarget { Path = Path.Combine(Running.RunDirectory, "file") }, new MemoryStream(new byte[5 * MiB]), Deadline);
        }

        Assert.InRange(Running.ResidentBytes(), 1, 60 * MiB);
    }

    private int Threads() => int.Parse(Running.Status("Threads"));

    private Task RunManyAsync(int count) => Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
    {
        for (var n = 0; n < count / 8; n++)
            await RunAsync("true");
    }));

    private async Task RunEveryKindAsync()
    {
        await RunAsync("sleep 1000 & echo left");
        await RunAsync(Command("sleep 1000") with { TimeoutMs = 50 });
        await RunAsync(Command("cat") with { AttachStdin = true, TimeoutMs = 50 });
        await RunAsync(Command("exit 1") with { ShellName = "s" });
        await RunAsync(Command("kill -9 $$") with { ShellName = "s" });
        await RunAsync(Command("true") with { ShellName = "s", WorkingDirectory = "/no/directory" });
        await RunAsync(Command("true") with { User = "nobody", WorkingDirectory = "/root" });
        await RunAsync("kill -9 $PPID");
        await Assert.ThrowsAsync<AgentException>(() => RunAsync(Command("true") with { WorkingDirectory = "/no/directory" }));
        await Assert.ThrowsAsync<AgentException>(() => RunAsync(Command("true") with { AttachStdin = true, User = "no-such-user" }));
        await Agent.QuiesceAsync(Deadline);
    }
}
