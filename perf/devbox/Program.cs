using System.Globalization;
using BenchCluster.Perf;

// What a person or an agent in a devbox feels, through HTTP, each against the engine in the same run, and against its
// aim. Ends with 1 where an aim was missed.
(string Name, int Rounds, Func<Bench, int, Task> Measure)[] parts =
[
    ("start", 20, ColdStarts.MeasureAsync),
    ("execute", 1000, RoundTrips.MeasureAsync),
    ("streams", 200, ManyStreams.MeasureAsync),
    ("files", 3, Transfers.MeasureAsync),
    ("large", 1, LargeFile.MeasureAsync),
];
var wanted = args.Where(arg => !char.IsAsciiDigit(arg[0])).ToList();
var number = args.Where(arg => char.IsAsciiDigit(arg[0])).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).Cast<int?>().FirstOrDefault();
if (wanted.Except(parts.Select(part => part.Name)).Any())
{
    Console.Error.WriteLine($"Usage: perf-devbox [{string.Join(" | ", parts.Select(part => part.Name))}]… [NUMBER]");
    return 2;
}

await using var bench = await Bench.StartAsync();
Console.WriteLine($"Load when it began: {File.ReadAllText("/proc/loadavg").Trim()}; {Environment.ProcessorCount} cores");
foreach (var (name, rounds, measure) in parts.Where(part => wanted.Count == 0 || wanted.Contains(part.Name)))
    await measure(bench, number ?? rounds);
Console.WriteLine($"Load when it ended: {File.ReadAllText("/proc/loadavg").Trim()}");
return bench.Aims.Report() ? 0 : 1;
