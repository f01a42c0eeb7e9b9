using System.Security.Cryptography;
using BenchCluster.Devboxes;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Makes a run's devbox fit to be scored in: what the agent left running is ended, what it has changed is looked at,
/// and the container is started anew where that is asked for.
/// </summary>
internal sealed class ScoringDisk(IGrainFactory grains, EnvironmentStep environment)
{
    private const int NonceBytes = 8;
    private const string CompiledDirectory = "/__pycache__/";

    /// <summary>Ends what runs, and looks at what was changed. May be done twice.</summary>
    public async Task<ScenarioRunEvent> InspectAsync(ScenarioRunRecord run)
    {
        var place = ScoringPlace.Of(run);
        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        var facts = await devbox.Facts();
        var workingDirectory = facts.WorkingDirectory ?? "/";
        if (place.In is ScoreIn.Image && place.Paths.Count == 0 && workingDirectory == "/")
            throw BenchException.Invalid(ScoringPlace.PathsKey, $"must be given with {ScoringPlace.InKey} 'image', because the working directory is '/'.");
        var paths = place.In is not ScoreIn.Image ? [] : place.Paths.Count > 0 ? place.Paths : [workingDirectory];
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
        await devbox.Renew(new DiskRenewal($"score-{run.Attempt}", run.ScoreIn is ScoreIn.Image, run.ScorePaths));
        return await environment.AwaitRunningAsync(run, cancellationToken) ?? new ScenarioRunEvent.DiskRenewed(run.Attempt);
    }

    private static string? CompiledDirectoryOf(string change)
    {
        var at = change.IndexOf(CompiledDirectory, StringComparison.Ordinal);
        return at < 0 ? null : change[1..(at + CompiledDirectory.Length - 1)];
    }
}
