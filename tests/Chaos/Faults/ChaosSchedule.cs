using System.Globalization;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Chaos;

/// <summary>Breaks things, one after the other, as the seed says; each is put right again before the next comes.</summary>
/// <param name="engine">The engine that is killed, too; null where it shall live.</param>
internal sealed class ChaosSchedule(ChaosCluster cluster, PrivateEngine? engine, int seed, Action<string> log)
{
    private readonly Random _random = new(seed);

    /// <summary>How often each fault was done.</summary>
    public SortedDictionary<string, int> Done { get; } = [];

    /// <summary>Goes on until canceled; everything runs again at the end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(2 + _random.NextDouble() * 4), cancellationToken);
                await BreakAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Time is over.
        }

        foreach (var silo in cluster.Silos.Where(silo => !silo.IsRunning))
            await silo.StartAgainAsync();
    }

    private async Task BreakAsync(CancellationToken cancellationToken)
    {
        var victim = cluster.Silos[_random.Next(cluster.Silos.Count)];
        var pause = TimeSpan.FromSeconds(1 + _random.NextDouble() * 9);
        switch (_random.Next(11))
        {
            case < 3:
                await NoteAsync("kill -9 of a silo", victim.KillAsync);
                await RestartAfterAsync(victim, pause / 3, cancellationToken);
                break;
            case < 5:
                await NoteAsync("kill -STOP of a silo", () => victim.SignalAsync("STOP"));
                await Quietly(Task.Delay(pause * 2, cancellationToken));
                await victim.SignalAsync("CONT");
                break;
            case < 6:
                await NoteAsync("kill -TERM of a silo", victim.StopAsync);
                await RestartAfterAsync(victim, TimeSpan.Zero, cancellationToken);
                break;
            case < 7:
                await NoteAsync("kill of PostgreSQL", () => cluster.Postgres.StopAsync(isKill: true));
                await Quietly(Task.Delay(pause / 2, cancellationToken));
                await cluster.Postgres.StartAgainAsync();
                break;
            case < 8 when engine is not null:
                await NoteAsync("kill -9 of the engine", engine.KillAsync);
                await Quietly(Task.Delay(pause / 3, cancellationToken));
                await engine.StartAgainAsync();
                break;
            default:
                var containers = await cluster.ContainersAsync();
                if (containers.Count > 0)
                    await NoteAsync("kill of a container", () => cluster.KillContainerAsync(containers[_random.Next(containers.Count)]));
                break;
        }

        // A silo that stood still was declared dead meanwhile, perhaps, and has ended itself.
        foreach (var dead in cluster.Silos.Where(silo => !silo.IsRunning))
        {
            Count("a silo that found itself declared dead");
            await dead.StartAgainAsync();
        }
    }

    private static async Task RestartAfterAsync(SiloProcess silo, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Quietly(Task.Delay(pause, cancellationToken));
        await silo.StartAgainAsync();
    }

    /// <summary>What was broken is put right also when time is over.</summary>
    private static async Task Quietly(Task delay)
    {
        try
        {
            await delay;
        }
        catch (OperationCanceledException)
        {
            // Time is over.
        }
    }

    private async Task NoteAsync(string what, Func<Task> fault)
    {
        Count(what);
        await fault();
    }

    private void Count(string what)
    {
        Done[what] = Done.GetValueOrDefault(what) + 1;
        log(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {what}"));
    }
}
