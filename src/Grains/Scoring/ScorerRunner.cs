using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring.Judging;
using BenchCluster.Scoring.SweBench;

namespace BenchCluster.Scoring;

/// <summary>
/// Applies one scoring function in a run's devbox. Idempotent: the program's id is the function's, so after a crash the
/// running or finished program is found. Its files exist only while it scores.
/// </summary>
internal sealed class ScorerRunner(IGrainFactory grains, CustomScorers customScorers, ScorerSecrets secrets, LlmJudge judge)
{
    private const int LongestOutput = 32 * 1024;

    /// <summary>The longest log of tests that is read, in bytes.</summary>
    private const int LongestLog = 32 << 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The result, which is an error's where there is no score; throws only when the devbox cannot be reached, or its node
    /// has no space for what the scorer needs.
    /// </summary>
    public async Task<ScoredFunction> ScoreAsync(ScenarioRunRecord run, int index, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        var function = run.Scenario!.ScoringContract.ScoringFunctionParameters[index];
        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        var isNetworkChanged = false;
        try
        {
            isNetworkChanged = NetworkOf(function) is not null;
            var scored = await ApplyAsync(run, index, function, devbox, timeLeft, cancellationToken);
            if (isNetworkChanged)
                await devbox.SetNetwork(null, cancellationToken);
            return await RedactedAsync(scored, devbox);
        }
        catch (BenchException e) when (e.Code is not (BenchError.Unavailable or BenchError.TooMany or BenchError.DiskFull))
        {
            // Unless it is the devbox that has ended: what the function needs is not there, or cannot be put there.
            _ = await devbox.Facts();
            if (isNetworkChanged)
                await RestoreNetworkAsync(devbox, cancellationToken);
            return await RedactedAsync(Error(function, e.Message), devbox);
        }
    }

    private static async Task RestoreNetworkAsync(IDevboxWork devbox, CancellationToken cancellationToken)
    {
        try
        {
            await devbox.SetNetwork(null, cancellationToken);
        }
        catch (BenchException e) when (e.Code is BenchError.BadRequest)
        {
            // The engine refuses to change it; the function's error says so already.
        }
    }

    /// <summary>Without the values of secrets that the devbox, its agent or the scorer had.</summary>
    private static async Task<ScoredFunction> RedactedAsync(ScoredFunction scored, IDevboxWork devbox) =>
        scored with { Result = scored.Result with { Output = Redaction.Of(scored.Result.Output, await devbox.ConfidentialValues()) } };

    private async Task<ScoredFunction> ApplyAsync(
        ScenarioRunRecord run, int index, ScoringFunction function, IDevboxWork devbox, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        var facts = await devbox.Facts();
        var directory = $"{ScorerPrograms.Root}/{index}";
        if (function.Scorer is CustomScorer { CustomScorerType: LlmJudge.Type } judged)
        {
            return timeLeft <= TimeSpan.Zero
                ? Error(function, "There was no time left for the judge, or it did not answer within the contract's time for scoring.")
                : await judge.ScoreAsync(run, function, judged.ScorerParams, devbox, cancellationToken);
        }

        string? script = null;
        if (function.Scorer is CustomScorer custom)
        {
            script = await customScorers.FindScriptAsync(custom.CustomScorerType, cancellationToken);
            if (script is null)
                return Error(function, $"No scorer of the type '{custom.CustomScorerType}' is registered.");
        }

        var confidential = await secrets.OfAsync((function.Scorer as CustomScorer)?.ScorerParams, cancellationToken);
        var context = ScorerContext.Of(run, (function.Scorer as CustomScorer)?.ScorerParams, facts.WorkingDirectory);
        var program = ScorerPrograms.Of(function.Scorer, directory, context, script);
        program = program with { Files = [.. program.Files.Select(file => file with { Path = Absolute(file.Path, facts) })] };

        // Nobody in the devbox can have guessed it and left a record of that name.
        var id = $"score-{run.Attempt}-{index}-{run.ScoringNonce}";
        var status = await devbox.Find(id, TimeSpan.Zero, cancellationToken);
        if (status is null)
        {
            if (timeLeft <= TimeSpan.Zero)
                return Error(function, "There was no time left for it: the contract's time for scoring was over.");
            if (function.Scorer is PythonScriptScorer { PythonVersionConstraint: { } constraint }
                && await UnmetAsync(devbox, id, constraint, cancellationToken) is { } unmet)
            {
                return Error(function, unmet);
            }

            var network = NetworkOf(function);
            if (network is not null && run.ScoreIn is ScoreIn.Live)
                return Error(function, ScorerNetwork.NotLive);
            await PrepareAsync(devbox, program, directory, isLive: run.ScoreIn is ScoreIn.Live);
            // When nothing of the agent's is alive that could use it.
            if (network is not null)
                await devbox.SetNetwork(network, cancellationToken);
            var own = program.Timeout * (run.Spec!.Policy?.ScoringTimeoutFactor ?? 1);
            var timeout = own < timeLeft ? own.Value : timeLeft;
            await devbox.Entrust([.. confidential.Values]);
            status = await devbox.Start(
                new ProcessStart
                {
                    Id = id,
                    Command = program.Command,
                    User = program.User.Length > 0 ? program.User : "root",
                    WorkingDirectory = facts.WorkingDirectory,
                    Environment = Over(confidential, program.Environment),
                    Timeout = timeout,
                },
                Poll,
                cancellationToken);
        }

        while (status.State is not ExecutionStatus.Completed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = await devbox.Find(id, Poll, cancellationToken)
                ?? throw new BenchException(BenchError.Unavailable, $"The devbox has lost the scorer '{function.Name}'.");
        }

        // What the agent's work has left running does not get to write the reward, nor to see it read.
        await devbox.Kill(id);
        if (status.LeftBehind && run.ScoreIn is not ScoreIn.Live)
            await devbox.Quiesce();
        var isLate = program.Verdict is Verdict.HarborReward && await ScorerTraces.IsRewardLateAsync(devbox, status);
        var result = isLate
            ? Error(function, "The reward was written after the verifier had ended, so it is not the verifier's.", Output(status))
            : await ReadAsync(devbox, function, program, status);
        await devbox.Remove([directory, .. program.Files.Select(file => file.Path), .. program.UnpackAt is null ? [] : new[] { program.UnpackAt }]);
        return new ScoredFunction(
            result with { DurationMs = (long)status.Duration.TotalMilliseconds }, ScorerTraces.Of(function, program, status, result, isLate));
    }

    private static async Task PrepareAsync(IDevboxWork devbox, ScorerProgram program, string directory, bool isLive)
    {
        // Nothing of the agent's, nor of the scorer before, may be alive when the files appear.
        if (!isLive)
            await devbox.Quiesce();
        // And nothing of the agent's in their place: no link to elsewhere, no pipe, no compiled file of theirs.
        await devbox.Remove([ScorerPrograms.Root, .. program.Files.SelectMany(file => InTheWayOf(file.Path, directory))]);
        foreach (var path in program.Reset)
            await devbox.ResetDirectory(path, program.User.Length > 0 ? program.User : "root", HarborReward.Files);
        if (program.UnpackObjectId is { } objectId)
            await devbox.Unpack(objectId, program.UnpackAt!);
        if (program.Files.Count > 0)
            await devbox.WriteFiles(program.Files);
    }

    private static ContainerNetwork? NetworkOf(ScoringFunction function) => function.Scorer is CustomScorer { CustomScorerType: not LlmJudge.Type } custom
        ? ScorerNetwork.Of("scorer_params", custom.ScorerParams)
        : null;

    private static IEnumerable<string> InTheWayOf(string path, string directory) =>
        path.StartsWith(directory, StringComparison.Ordinal) ? []
        : path.EndsWith(".py", StringComparison.Ordinal) ? [path, $"{Path.GetDirectoryName(path)}/__pycache__"]
        : [path];

    private static async Task<string?> UnmetAsync(
        IDevboxWork devbox, string id, string constraint, CancellationToken cancellationToken)
    {
        var status = await devbox.Start(
            new ProcessStart
            {
                Id = $"{id}-python",
                Command = "python3 -c 'import platform; print(platform.python_version())'",
                User = "root",
                Timeout = TimeSpan.FromSeconds(15),
            },
            Poll,
            cancellationToken);
        var version = status.StdoutTail.Trim();
        return status.ExitStatus is not 0 ? "The environment has no python3."
            : PythonVersionConstraint.IsMetBy(constraint, version) ? null
            : $"The environment's python3 is {version}, which does not meet '{constraint}'.";
    }

    private static async Task<ScoringFunctionResult> ReadAsync(
        IDevboxWork devbox, ScoringFunction function, ScorerProgram program, ProcessStatus status)
    {
        var output = Output(status);
        if (status.TimedOut)
            return Error(function, $"The scorer did not end within its {status.Duration.TotalSeconds:0.#} s and was killed.", output);
        if (status.ExitStatus is { } exit && program.Refusals.TryGetValue(exit, out var refusal))
            return Error(function, refusal, output);
        if (status.EndReason is { } why && program.Verdict is not Verdict.ExitStatus)
            output = $"{output}\n[{why}]";
        var reading = program.Verdict switch
        {
            Verdict.ExitStatus => new ScoreReading(status.ExitStatus is 0 ? 1 : 0),
            // A shell that a command of its own has killed has not said its last line.
            Verdict.LastLine when status.EndReason is { } reason && reason.StartsWith("signal ", StringComparison.Ordinal) => new ScoreReading(0, $"The scorer was ended: {reason}."),
            Verdict.LastLine => ScoreLine.Read(ScorerTraces.WithoutLate(status)),
            Verdict.TestLog => await GradeAsync(devbox, (SweBenchScorer)function.Scorer, status),
            _ => HarborReward.Read(
                await devbox.ReadSmallFile(HarborReward.TextFile), await devbox.ReadSmallFile(HarborReward.JsonFile)),
        };
        return reading.Error is { } error
            ? Error(function, error, output)
            : new ScoringFunctionResult
            {
                ScoringFunctionName = function.Name,
                Score = reading.Score,
                State = ScoringState.Complete,
                Output = reading.Summary is { } summary ? $"{summary}\n\n{output}" : output,
                Raw = reading.Raw,
                Rewards = reading.Rewards,
            };
    }

    private static async Task<ScoreReading> GradeAsync(IDevboxWork devbox, SweBenchScorer scorer, ProcessStatus status)
    {
        var log = await devbox.ReadOutput(status.Id, LongestLog);
        if (log.Length == LongestLog)
            return new ScoreReading(0, $"The log of the tests is longer than {LongestLog >> 20} MiB.");
        var text = Encoding.UTF8.GetString(log.AsSpan(0, (int)Math.Max(0, log.Length - status.LateStdoutBytes)));
        return SweBenchGrading.Read(SweBenchGrading.Grade(scorer, text, status.ExitStatus));
    }

    private static ScoringFunctionResult Error(ScoringFunction function, string reason, string output = "") => new()
    {
        ScoringFunctionName = function.Name,
        Score = 0,
        State = ScoringState.Error,
        Output = output.Length == 0 ? reason : $"{reason}\n{output}",
    };

    private static string Output(ProcessStatus status)
    {
        var stdout = Shorten(status.StdoutTail, status.IsStdoutTailPartial);
        var stderr = Shorten(status.StderrTail, status.IsStderrTailPartial);
        return stderr.Length == 0 ? stdout : stdout.Length == 0 ? stderr : $"{stdout.TrimEnd('\n')}\n{stderr}";
    }

    private static string Shorten(string text, bool isPartial)
    {
        var isLong = text.Length > LongestOutput;
        return isLong || isPartial ? $"[…]{(isLong ? text[^LongestOutput..] : text)}" : text;
    }

    /// <summary>A scorer's own variables go before its secrets'.</summary>
    private static Dictionary<string, string> Over(IReadOnlyDictionary<string, string> confidential, IReadOnlyDictionary<string, string> own)
    {
        var all = new Dictionary<string, string>(confidential);
        foreach (var (variable, value) in own)
            all[variable] = value;
        return all;
    }

    private static string Absolute(string path, DevboxFacts facts) =>
        path.StartsWith('/') ? path : $"{(facts.WorkingDirectory ?? "/").TrimEnd('/')}/{path}";
}
