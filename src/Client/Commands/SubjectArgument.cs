using System.CommandLine;
using BenchCluster.Client.BenchmarkJobs;

namespace BenchCluster.Client.Commands;

/// <summary>A benchmark by its name or id, or a scenario by its id.</summary>
internal sealed class SubjectArgument : Argument<string>
{
    public SubjectArgument()
        : base("NAME") => Description = "The benchmark's name or id, or a scenario's id.";

    /// <summary>What it names.</summary>
    /// <exception cref="CommandException">There is nothing of that name, or it has no scenarios.</exception>
    public async Task<JobSubject> FindAsync(ParseResult arguments, BenchClient client, CancellationToken cancellationToken)
    {
        var name = arguments.GetRequiredValue(this);
        var subject = await JobSubject.FindAsync(client, name, cancellationToken)
            ?? throw new CommandException($"There is no benchmark '{name}'. 'bench benchmark list' shows those there are; a scenario is given by its id.");
        return subject.Scenarios.Count > 0
            ? subject
            : throw new CommandException($"The benchmark '{subject.Name}' has no scenarios, so there is nothing to try.");
    }
}
