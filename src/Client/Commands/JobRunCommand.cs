using System.CommandLine;
using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench job run FILE</c>.</summary>
internal sealed class JobRunCommand : BenchCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Argument<string> _file = new("FILE") { Description = "A Harbor job file: agents, datasets or tasks, attempts, and how many trials go on at once. - is standard input." };
    private readonly Option<string?> _name = new("--name") { Description = "The job's name, which is unique; default one made of the file's.", HelpName = "NAME" };
    private readonly FlagOption _detach = new("--detach", "Start the job and do not watch it.", "-d");

    private readonly NumberOption<double> _leastScore =
        new("--min-score", "Exit with 1 unless every agent's score is at least this.", least: 0, most: 1);

    private readonly JsonOption _json = new();

    public JobRunCommand(CommandContext context)
        : base("run", "Run a Harbor job file: all its agents on all its tasks, under one limit; show their scores.", context)
    {
        Arguments.Add(_file);
        foreach (var option in (Option[])[_name, _detach, _leastScore, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } = ["job run job.yaml", "job run job.yaml --name nightly --detach", "job run - <job.yaml"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isDetached = arguments.GetValue(_detach);
        if (isDetached && arguments.GetValue(_leastScore) is not null)
            throw new UsageException("--min-score looks at the end of a job, which --detach does not wait for.");
        var job = await Client.BenchmarkJobs.CreateAsync(
            new BenchmarkJobCreateRequest
            {
                Name = arguments.GetValue(_name),
                Spec = new HarborJobSpec { InlineYaml = await ReadAsync(arguments.GetRequiredValue(_file), cancellationToken) },
            },
            cancellationToken);
        Terminal.WriteNotice($"started {job.Id}: {job.JobSpec?.AgentConfigs.Count} agent(s), {job.JobSpec?.ScenarioIds.Count} scenario(s)");
        foreach (var note in job.Notes ?? [])
            Terminal.WriteNotice($"note: {note}");
        if (isDetached)
        {
            if (arguments.GetValue(_json))
                Terminal.WriteJson(job);
            else
                Terminal.Out.WriteLine(job.Id);
            return ExitStatus.Done;
        }

        var runs = await RunsAsync(job, cancellationToken);
        var status = await new RunFollower(Context).FollowAsync(runs, arguments.GetValue(_json), arguments.GetValue(_leastScore), [], cancellationToken);
        if (status is not ExitStatus.Interrupted)
            Terminal.WriteNotice($"how it came out, agent by agent: bench job show {job.Id}");
        return status;
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file is not "-")
            return await File.ReadAllTextAsync(file, cancellationToken);
        using var input = new StreamReader(Terminal.OpenInput());
        return await input.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The job's benchmark runs, once all have started; in the order of its agents.</summary>
    private async Task<IReadOnlyList<BenchmarkRunView>> RunsAsync(BenchmarkJobView job, CancellationToken cancellationToken)
    {
        var patience = new Patience(Context.Time);
        while (true)
        {
            var seen = await patience.AskAsync(cancellation => Client.BenchmarkJobs.GetAsync(job.Id, cancellation), cancellationToken);
            var ids = (seen.BenchmarkOutcomes ?? []).Select(outcome => outcome.BenchmarkRunId).Concat((seen.InProgressRuns ?? []).Select(run => run.BenchmarkRunId))
                .Order(StringComparer.Ordinal).ToList();
            if (ids.Count >= (seen.JobSpec?.AgentConfigs.Count ?? 1))
                return await Task.WhenAll(ids.Select(id => patience.AskAsync(cancellation => Client.BenchmarkRuns.GetAsync(id, cancellation), cancellationToken)));
            if (seen.State is BenchmarkJobState.Failed or BenchmarkJobState.Cancelled or BenchmarkJobState.Timeout)
                throw new CommandException($"The job {job.Id} is {WireJson.NameOf(seen.State)}{(seen.FailureReason is { } reason ? $": {reason}" : ".")}");
            await Task.Delay(Look, Context.Time, cancellationToken);
        }
    }
}
