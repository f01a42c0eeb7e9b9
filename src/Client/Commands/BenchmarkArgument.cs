using System.CommandLine;
using BenchCluster.Benchmarks;

namespace BenchCluster.Client.Commands;

/// <summary>A benchmark by its name or id.</summary>
internal sealed class BenchmarkArgument : Argument<string>
{
    public BenchmarkArgument()
        : base("NAME") => Description = "The benchmark's name or id.";

    /// <summary>The benchmark.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public async Task<BenchmarkView> FindAsync(ParseResult arguments, BenchClient client, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(this);
        return await client.Benchmarks.FindAsync(name, cancellationToken)
            ?? throw new CommandException(
                $"There is no benchmark '{name}'. 'bench benchmark list' shows those there are; 'bench import harbor DIR' and 'bench import swebench FILE' make one.");
    }
}
