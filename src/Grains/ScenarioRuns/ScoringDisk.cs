using System.Security.Cryptography;
using BenchCluster.Devboxes;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Makes a run's devbox fit to be scored in: what the agent left running is ended, what it has changed is looked at,
/// and the container is started anew where that is asked for.
/// </summary>
internal sealed class ScoringDisk(IGrainFactory grains, EnvironmentStep environment, TimeProvider clock)
{
    private const int NonceBytes = 8;
    private const string CompiledDirectory = "/__pycache__/";

    /// <summary>Ends what runs, and looks at what was changed. May be done twice.</summary>
    public async Task<ScenarioRunEvent> InspectAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        var place = ScoringPlace.Of(run);
        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        var facts = await devbox.Facts();
        var workingDirectory = facts.WorkingDirectory ?? "/";
        var own = run.Scenario!.ScoringEnvironment;
        if (run.CurrentStep is not null && place.In is ScoreIn.Image)
            throw BenchException.Invalid(ScoringPlace.InKey, "'image' is not for scenarios of several steps: the next step goes on in the devbox.");
        if (own is null && place.In is ScoreIn.Image && place.Paths.Count == 0 && workingDirectory == "/")
            throw BenchException.Invalid(ScoringPlace.PathsKey, $"must be given with {ScoringPlace.InKey} 'image', because the working directory is '/'.");
        var paths = place.In is not ScoreIn.Image ? [] : own is not null || place.Paths.Count > 0 ? place.Paths : [workingDirectory];
        await CollectAsync(run, devbox, facts, cancellationToken);
        var flags = new List<ScoreFlag>();
        if (place.In is not ScoreIn.Live)
            await devbox.Quiesce();
        else if (await devbox.CountProcesses() is > 0 and var count)
            flags.Add(new ScoreFlag { Kind = ScoreFlagKind.ScoredLive, IsSuspicious = false, Subjects = [], Message = $"{count} processes of the agent's were running." });

        var changes = await devbox.FindChanges(run.ReadyAt ?? run.CreatedAt, ChangeFlags.Directories);
        // Compiled Python can say something else than its source; Python compiles anew.
        await devbox.Remove([.. changes.Paths.Select(CompiledDirectoryOf).OfType<string>().Distinct(StringComparer.Ordinal)]);
        flags.AddRange(ChangeFlags.Of(changes, place.In is ScoreIn.Image ? paths : ["/"]));
        return new ScenarioRunEvent.DiskInspected(run.Attempt, place.In, paths, flags, RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true));
    }

    /// <summary>Starts the container anew. May be done twice.</summary>
    public async Task<ScenarioRunEvent> RenewAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        await devbox.Renew(new DiskRenewal(run.Results.Count == 0 ? $"score-{run.Attempt}" : $"score-{run.Attempt}-{run.Results.Count + 1}", run.ScoreIn is ScoreIn.Image, run.ScorePaths, environment.ScoringSpecOf(run)));
        if (await environment.AwaitRunningAsync(run, cancellationToken) is { } lost)
            return lost;
        if (run.Scenario!.ScoringEnvironment?.Healthcheck is { } check
            && await HealthStep.FailureAsync(devbox, check, $"health-{run.Attempt}-score", clock, cancellationToken) is { } failure)
            return new ScenarioRunEvent.EnvironmentLost(run.Attempt, failure, IsInfrastructure: false, clock.GetUtcNow());
        return new ScenarioRunEvent.DiskRenewed(run.Attempt);
    }

    /// <summary>Lets the task's own commands bring what runs into files, while it runs.</summary>
    private static async Task CollectAsync(ScenarioRunRecord run, IDevboxWork devbox, DevboxFacts facts, CancellationToken cancellationToken)
    {
        var commands = run.Scenario!.ScoringEnvironment?.Collect ?? [];
        for (var i = 0; i < commands.Count; i++)
        {
            var start = new ProcessStart
            {
                Id = $"collect-{run.Attempt}-{i}",
                Command = commands[i].Command,
                User = commands[i].User ?? facts.User,
                WorkingDirectory = facts.WorkingDirectory,
                Timeout = TimeSpan.FromSeconds(commands[i].TimeoutSec ?? 60),
            };
            _ = await WorkSteps.RunAsync(devbox, start, cancellationToken);
        }
    }

    private static string? CompiledDirectoryOf(string change)
    {
        var at = change.IndexOf(CompiledDirectory, StringComparison.Ordinal);
        return at < 0 ? null : change[1..(at + CompiledDirectory.Length - 1)];
    }
}
