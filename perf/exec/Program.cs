using System.Diagnostics;
using System.Globalization;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Perf;
using BenchCluster.Tests.Silos;

// The round trip of `true` in a running container: through our HTTP API, the grain and the agent, against the Engine's
// own exec API (create, start attached, inspect), in blocks that take turns, in one run. Not one by one: the engine still
// clears up for some milliseconds after it has answered. And the memory of the silo before anything ran.
const int block = 50;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;

await using var silo = await SiloProcess.StartAsync();
await Task.Delay(TimeSpan.FromSeconds(5));
var idle = ProcessMemory.PeakMebibytes(silo.ProcessId);

using var client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
var devbox = await client.Devboxes.WaitUntilSettledAsync((await client.Devboxes.CreateAsync(new DevboxCreateRequest())).Id);
if (devbox.Status is not DevboxStatus.Running)
    throw new InvalidOperationException($"The devbox is {devbox.Status}: {devbox.FailureMessage}");
using var engine = new EngineExec((await silo.ContainersAsync())[0]);

var (ours, theirs) = (new List<double>(), new List<double>());
for (var done = -block; done < rounds; done += block)
{
    await MeasureAsync(done < 0 ? [] : ours, async () =>
        (await client.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "true" })).ExitStatus);
    await MeasureAsync(done < 0 ? [] : theirs, async () => await engine.RunAsync("true"));
    await Task.Delay(TimeSpan.FromMilliseconds(200));
}

Console.WriteLine($"{ours.Count} round trips of 'true' each, {block} at a turn, after {block} to warm up:");
Console.WriteLine($"  {"",-28} {"p50 ms",8} {"p99 ms",8}");
Console.WriteLine($"  {"HTTP API, grain and agent",-28} {Quantile(ours, 0.5),8:0.00} {Quantile(ours, 0.99),8:0.00}");
Console.WriteLine($"  {"Engine's exec API",-28} {Quantile(theirs, 0.5),8:0.00} {Quantile(theirs, 0.99),8:0.00}");
Console.WriteLine($"  ratio of the medians: {Quantile(theirs, 0.5) / Quantile(ours, 0.5):0.0}");
Console.WriteLine($"Peak memory of the idle silo: {idle:0} MiB");

static async Task MeasureAsync(List<double> times, Func<Task<long?>> run)
{
    for (var i = 0; i < block; i++)
    {
        var start = Stopwatch.GetTimestamp();
        var status = await run();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (status != 0)
            throw new InvalidOperationException($"Exit status {status}.");
    }
}

static double Quantile(List<double> values, double quantile)
{
    values.Sort();
    return values[(int)Math.Min(values.Count - 1, Math.Floor(values.Count * quantile))];
}
