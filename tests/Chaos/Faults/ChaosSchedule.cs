using System.Globalization;
using BenchCluster.Tests.Engine;

namespace BenchCluster.Tests.Chaos;

/// <summary>Breaks things, one after the other, as the seed says; each is put right again before the next comes.</summary>
/// <param name="network">The silos' network, which is cut.</param>
/// <param name="engine">The engine that is killed, too; null where it shall live.</param>
internal sealed class ChaosSchedule(ChaosCluster cluster, SiloNetwork network, PrivateEngine? engine, int seed, Action<string> log)
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
        var victim = _random.Next(cluster.Silos.Count);
        var other = (victim + 1 + _random.Next(cluster.Silos.Count - 1)) % cluster.Silos.Count;
        var silo = cluster.Silos[victim];
        var pause = TimeSpan.FromSeconds(1 + _random.NextDouble() * 9);
        switch (_random.Next(engine is null ? 14 : 17))
        {
            case < 3:
                await NoteAsync("kill -9 of a silo", silo.KillAsync);
                await Quietly(Task.Delay(pause / 3, cancellationToken));
                await silo.StartAgainAsync();
                break;
            case < 5:
                await DuringAsync("kill -STOP of a silo", pause * 2, () => silo.SignalAsync("STOP"), () => silo.SignalAsync("CONT"), cancellationToken);
                break;
            case < 6:
                await NoteAsync("kill -TERM of a silo", silo.StopAsync);
                await silo.StartAgainAsync();
                break;
            case < 7:
                await DuringAsync(
                    "kill of PostgreSQL", pause / 2, () => cluster.Postgres.StopAsync(isKill: true), cluster.Postgres.StartAgainAsync, cancellationToken);
                break;
            case < 8:
                await DuringAsync(
                    "kill -STOP of PostgreSQL", pause, () => cluster.Postgres.SignalAsync("STOP"), () => cluster.Postgres.SignalAsync("CONT"), cancellationToken);
                break;
            case < 9:
                await DuringAsync(
                    "cut of a silo from all others", pause * 2,
                    () => network.CutAsync(victim, Enumerable.Range(0, cluster.Silos.Count).Where(i => i != victim)), () => network.HealAsync(victim), cancellationToken);
                break;
            case < 10:
                await DuringAsync("cut between two silos", pause, () => network.CutAsync(victim, [other]), () => network.HealAsync(victim), cancellationToken);
                break;
            case < 11:
                await DuringAsync("full disk of a node", pause, () => FullDisk.FillAsync(silo.Data), () => Task.Run(() => FullDisk.Empty(silo.Data)), cancellationToken);
                break;
            case < 14:
                var containers = await cluster.ContainersAsync();
                if (containers.Count > 0)
                    await NoteAsync("kill of a container", () => cluster.KillContainerAsync(containers[_random.Next(containers.Count)]));
                break;
            case < 16 when engine is not null:
                await DuringAsync("kill -9 of the engine", pause / 3, engine.KillAsync, engine.StartAgainAsync, cancellationToken);
                break;
            case < 17 when engine is not null:
                await DuringAsync("kill -STOP of the engine", pause, () => engine.SignalAsync("STOP"), () => engine.SignalAsync("CONT"), cancellationToken);
                break;
        }

        // A silo that stood still was declared dead meanwhile, perhaps, and has ended itself.
        foreach (var dead in cluster.Silos.Where(silo => !silo.IsRunning))
        {
            Count("a silo that found itself declared dead");
            await dead.StartAgainAsync();
        }
    }

    /// <summary>Breaks something for a while.</summary>
    private async Task DuringAsync(string what, TimeSpan time, Func<Task> fault, Func<Task> repair, CancellationToken cancellationToken)
    {
        await NoteAsync(what, fault);
        await Quietly(Task.Delay(time, cancellationToken));
        await repair();
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
