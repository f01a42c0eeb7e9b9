using System.Globalization;
using BenchCluster.Perf;

// Scored scenario runs per second: with real containers against a plain loop on the Engine API, and on a simulated engine.
var numbers = args.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
switch (args.FirstOrDefault())
{
    case null:
        await RealContainers.MeasureAsync(blocks: 3, runs: 24, concurrency: 8);
        await ManyRuns.MeasureAsync(runs: 10_000, concurrency: 200);
        return 0;
    case "containers":
        await RealContainers.MeasureAsync(numbers.ElementAtOrDefault(0) is > 0 and var blocks ? blocks : 3, numbers.ElementAtOrDefault(1) is > 0 and var size ? size : 24, numbers.ElementAtOrDefault(2) is > 0 and var width ? width : 8);
        return 0;
    case "simulated":
        await ManyRuns.MeasureAsync(numbers.ElementAtOrDefault(0) is > 0 and var runs ? runs : 10_000, numbers.ElementAtOrDefault(1) is > 0 and var limit ? limit : 200);
        return 0;
    default:
        Console.Error.WriteLine("Usage: perf-benchmark [containers [BLOCKS [RUNS [CONCURRENCY]]] | simulated [RUNS [CONCURRENCY]]]");
        return 2;
}
