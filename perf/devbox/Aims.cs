namespace BenchCluster.Perf;

/// <summary>What was aimed at, and what came of it.</summary>
internal sealed class Aims
{
    private readonly List<(string What, string Aim, string Was, bool IsMet)> _all = [];

    /// <summary>A figure that should be at most so much.</summary>
    public void AtMost(string what, double was, double aim, string unit) =>
        _all.Add((what, FormattableString.Invariant($"at most {aim}{unit}"), FormattableString.Invariant($"{was:0.00}{unit}"), was <= aim));

    /// <summary>A figure that should be at least so much.</summary>
    public void AtLeast(string what, double was, double aim, string unit) =>
        _all.Add((what, FormattableString.Invariant($"at least {aim}{unit}"), FormattableString.Invariant($"{was:0.00}{unit}"), was >= aim));

    /// <summary>Prints all; whether each was met.</summary>
    public bool Report()
    {
        Console.WriteLine();
        foreach (var (what, aim, was, isMet) in _all)
            Console.WriteLine($"{(isMet ? "met   " : "MISSED")} {what}: {was} ({aim})");
        return _all.TrueForAll(aim => aim.IsMet);
    }
}
