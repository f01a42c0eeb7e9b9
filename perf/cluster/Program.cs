using System.Globalization;
using BenchCluster.Perf;

// What a cluster does when a silo dies, with many resources, and with many who wait. Each in a cluster of its own.
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : (int?)null;
switch (args.FirstOrDefault())
{
    case "recovery":
        await Recovery.MeasureAsync(count ?? 3);
        return 0;
    case "start":
        await ManyResources.MeasureAsync(count ?? 10_000);
        return 0;
    case "polls":
        await ManyPolls.MeasureAsync(count ?? 5_000);
        return 0;
    default:
        Console.Error.WriteLine("Usage: perf-cluster recovery [ROUNDS] | start [DEVBOXES] | polls [POLLS]");
        return 2;
}
