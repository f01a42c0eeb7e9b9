using BenchCluster.Devboxes;
using BenchCluster.Scoring.SweBench;

namespace BenchCluster.Scoring;

/// <summary>Turns each type of scorer into a program. Pure.</summary>
internal static class ScorerPrograms
{
    /// <summary>Where a run's scorer files are while it scores: below the agent's directory, which only root reads.</summary>
    public const string Root = "/.bench/run/scoring";

    /// <summary>A missing interpreter, told apart from a script's own failure.</summary>
    public const int MissingInterpreter = 231;

    /// <summary>Requirements that cannot be installed.</summary>
    public const int FailedRequirements = 232;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The program of a scorer.</summary>
    /// <param name="scorer">The scorer.</param>
    /// <param name="directory">Where its private files go.</param>
    /// <param name="context">The context it gets.</param>
    /// <param name="customScript">The registered script, for a custom scorer.</param>
    public static ScorerProgram Of(ScorerSpec scorer, string directory, ScorerContext context, string? customScript)
    {
        var program = scorer switch
        {
            CommandScorer s => new ScorerProgram { Command = s.Command ?? "", Verdict = Verdict.ExitStatus },
            BashScriptScorer s => Bash(s.BashScript ?? "", directory),
            CustomScorer => Bash(customScript ?? "", directory),
            PythonScriptScorer s => Python(s, directory),
            TestBasedScorer s => Tests(s),
            AstGrepScorer s => AstGrep(s),
            HarborScorer s => Harbor(s),
            SweBenchScorer s => SweBenchProgram.Of(s, directory),
            _ => throw new ArgumentOutOfRangeException(nameof(scorer), scorer, "Unknown scorer."),
        };
        var environment = new Dictionary<string, string>(program.Environment)
        {
            // Root scores in a tree that the agent's user owns; git refuses that unless told.
            ["GIT_CONFIG_COUNT"] = "3",
            ["GIT_CONFIG_KEY_0"] = "safe.directory",
            ["GIT_CONFIG_VALUE_0"] = "*",
            // Commands that a repository's own configuration would have git run on the way.
            ["GIT_CONFIG_KEY_1"] = "core.fsmonitor",
            ["GIT_CONFIG_VALUE_1"] = "false",
            ["GIT_CONFIG_KEY_2"] = "core.pager",
            ["GIT_CONFIG_VALUE_2"] = "cat",
        };
        // The tests of an instance are code of others that know what it is: the context holds the reference.
        if (scorer is SweBenchScorer)
            return program with { Environment = environment };
        environment[ScorerContext.VariableName] = context.Variable;
        if (context.File is null)
            return program with { Environment = environment };
        var path = $"{directory}/context.json";
        environment[ScorerContext.FileVariableName] = path;
        return program with { Environment = environment, Files = [.. program.Files, new(path, context.File, Private)] };
    }

    private static ScorerProgram Bash(string script, string directory) => new()
    {
        Command = $"command -v bash >/dev/null 2>&1 || exit {MissingInterpreter}; exec bash {directory}/score.sh",
        Verdict = Verdict.LastLine,
        Files = [new($"{directory}/score.sh", script, Private)],
        Refusals = new Dictionary<int, string> { [MissingInterpreter] = "The environment has no bash." },
    };

    private static ScorerProgram Python(PythonScriptScorer scorer, string directory)
    {
        var requirements = scorer.RequirementsContents;
        var run = string.IsNullOrWhiteSpace(requirements)
            ? $"exec \"$python\" -s {directory}/score.py"
            : $"""
               "$python" -m venv {directory}/venv >&2 || exit {FailedRequirements}
               {directory}/venv/bin/python -m pip install --quiet --disable-pip-version-check -r {directory}/requirements.txt >&2 || exit {FailedRequirements}
               exec {directory}/venv/bin/python -s {directory}/score.py
               """;
        return new ScorerProgram
        {
            Command = $"python=$(command -v python3) || exit {MissingInterpreter}\n{run}",
            Verdict = Verdict.LastLine,
            Files = string.IsNullOrWhiteSpace(requirements)
                ? [new($"{directory}/score.py", scorer.PythonScript, Private)]
                :
                [
                    new($"{directory}/score.py", scorer.PythonScript, Private),
                    new($"{directory}/requirements.txt", requirements, Private),
                ],
            Refusals = new Dictionary<int, string>
            {
                [MissingInterpreter] = "The environment has no python3.",
                [FailedRequirements] = "The requirements could not be installed.",
            },
        };
    }

    private static ScorerProgram Tests(TestBasedScorer scorer) => new()
    {
        Command = scorer.TestCommand ?? "",
        Verdict = Verdict.ExitStatus,
        Files = [.. (scorer.TestFiles ?? []).Select(file => new DevboxFile(file.FilePath ?? "", file.FileContents ?? "", Public))],
    };

    private static ScorerProgram AstGrep(AstGrepScorer scorer)
    {
        var language = string.IsNullOrEmpty(scorer.Lang) ? "" : $"--lang {Quote(scorer.Lang)} ";
        return new ScorerProgram
        {
            // The pattern stands between double quotes as the contract says, so its author escapes it for a shell.
            Command = $"""
                [ -x {Tools.AstGrep} ] || exit {MissingInterpreter}
                [ -e {Quote(scorer.SearchDirectory)} ] || exit {FailedRequirements}
                found=$({Tools.AstGrep} run --color never {language}--pattern "{scorer.Pattern}" {Quote(scorer.SearchDirectory)}) || [ $? -eq 1 ] || exit 2
                printf '%s\n' "$found"
                [ -n "$found" ]
                """,
            Verdict = Verdict.ExitStatus,
            Refusals = new Dictionary<int, string>
            {
                [MissingInterpreter] = "ast-grep is not installed on this node.",
                [FailedRequirements] = $"The search directory '{scorer.SearchDirectory}' does not exist.",
                [2] = "ast-grep could not search: the pattern or the language is wrong.",
            },
        };
    }

    private static ScorerProgram Harbor(HarborScorer scorer) => new()
    {
        Command = "chmod +x /tests/test.sh 2>/dev/null; exec /tests/test.sh",
        Verdict = Verdict.HarborReward,
        UnpackObjectId = scorer.TestsObjectId,
        UnpackAt = "/tests",
        Reset = [HarborReward.Directory],
        User = scorer.User ?? "",
        Environment = scorer.Env ?? new Dictionary<string, string>(),
        Timeout = TimeSpan.FromSeconds(scorer.TimeoutSeconds ?? 600),
    };

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
