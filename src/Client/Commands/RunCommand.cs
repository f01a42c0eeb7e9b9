using System.CommandLine;
using BenchCluster.Agents;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Commands;

/// <summary>
/// <c>bench run NAME</c>. It has verbs too: a benchmark that is called like one of them is given by its id, or after
/// <c>--</c>.
/// </summary>
internal sealed class RunCommand : BenchCommand
{
    private readonly BenchmarkArgument _benchmark = new();

    private readonly RepeatedOption _agents = new(
        "--agent",
        $"Who works: oracle (the reference solution), nop (nobody), {string.Join(", ", AgentRecipeNames.All)} (installed first), "
            + "or a command for the shell, which gets the problem statement on its standard input. Several agents run side by side.",
        "-a")
    {
        HelpName = "AGENT",
    };

    private readonly Option<string?> _predictions = new("--predictions")
    {
        Description = "A file of patches that were made elsewhere, as SWE-bench's harness takes them, instead of an agent or beside one: each is applied to its "
            + "scenario and scored.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _report = new("--report") { Description = "Where to write what became of the predictions, as JSON.", HelpName = "FILE" };

    private readonly NumberOption<int> _concurrency =
        new("--concurrency", "How many scenarios of each run go on at once; default 4.", least: 1, most: null, "-n");

    private readonly NumberOption<int> _attempts =
        new("--attempts", "How many times each scenario is run; default 1.", least: 1, most: null, "-k");

    private readonly NumberOption<double> _timeout =
        new("--timeout", "Seconds that an agent has for a scenario; default the scenario's own.", least: 0.001);

    private readonly Option<string?> _model = new("--model") { Description = "The model of the agents; BENCH_MODEL for a command.", HelpName = "MODEL" };

    private readonly PairsOption _secrets = new("--secret", "A variable of the agents' processes, and the secret on the cluster whose value it has.");

    private readonly PairsOption _variables = new("--env", "A variable of every scenario's environment.");

    private readonly ChoiceOption<ScoreIn> _scoreIn = new(
        "--score-in",
        "Where work is scored: in the devbox beside what the agent has left running (live) or with nothing of it (same), on its disk in a container that "
            + "is started anew (clean), or with the work alone on the image's own disk (image); default the scenario's own, else clean.");

    private readonly FlagOption _detach = new("--detach", "Start the runs and do not watch them.", "-d");

    private readonly NumberOption<double> _leastScore =
        new("--min-score", "Exit with 1 unless every agent's score is at least this.", least: 0, most: 1);

    private readonly RepeatedOption _expectations =
        new("--expect", "Exit with 1 unless every scenario run of the agent has exactly this score.") { HelpName = "AGENT=SCORE" };

    private readonly JsonOption _json = new();

    public RunCommand(CommandContext context)
        : base("run", "Run a benchmark with one or more agents and show their scores.", context)
    {
        Arguments.Add(_benchmark);
        _agents.CompletionSources.Add(["oracle", "nop", .. AgentRecipeNames.All]);
        foreach (var option in (Option[])[_agents, _predictions, _report, _model, _secrets, _concurrency, _attempts, _timeout, _variables, _scoreIn, _detach, _leastScore, _expectations, _json])
            Options.Add(option);
        Add(new RunShowCommand(context));
        Add(new RunWatchCommand(context));
        Add(new RunCancelCommand(context));
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "run tasks --agent oracle",
        "run tasks --agent oracle --agent nop --expect oracle=1 --expect nop=0",
        "run tasks --agent './my-agent --model small' -n 8 --attempts 4 --timeout 900 --env API_KEY=secret",
        "run tasks --agent claude-code --model claude-sonnet-4-5 --secret ANTHROPIC_API_KEY=my-anthropic-key",
        "run tasks --agent oracle --min-score 0.9 --json",
        "run tasks --agent ./my-agent --score-in same",
        "run tasks --agent oracle --detach",
        "run verified --predictions preds.jsonl -n 8 --report report.json",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var agents = (arguments.GetValue(_agents) ?? []).Select(agent => AgentOf(agent, arguments.GetValue(_timeout))).ToList();
        var file = arguments.GetValue(_predictions);
        if (agents.Count == 0 && file is null)
            throw new UsageException("Option '--agent' is required, unless there are --predictions.");
        var report = arguments.GetValue(_report);
        if (report is not null && file is null)
            throw new UsageException("--report is of --predictions.");
        var expectations = (arguments.GetValue(_expectations) ?? []).Select(text => ExpectationOf(text, agents)).ToList();
        var leastScore = arguments.GetValue(_leastScore);
        var isDetached = arguments.GetValue(_detach);
        if (isDetached && (leastScore is not null || expectations.Count > 0 || report is not null))
            throw new UsageException("--min-score, --expect and --report look at the end of a run, which --detach does not wait for.");

        var benchmark = await _benchmark.FindAsync(arguments, Client, cancellationToken);
        var predictions = file is null ? null : new PredictionRun(Context, await PredictionRun.MatchAsync(Client, benchmark, file, cancellationToken));
        var runs = new List<BenchmarkRunView>();
        if (predictions is not null)
            runs.Add(await StartAsync(benchmark, await predictions.PrepareAsync(RequestOf(benchmark, arguments), arguments.GetValue(_timeout), cancellationToken), cancellationToken));
        foreach (var agent in agents)
            runs.Add(await StartAsync(benchmark, RequestOf(benchmark, arguments) with { Agent = WithModel(agent, arguments) }, cancellationToken));
        var isJson = arguments.GetValue(_json);
        if (!isDetached)
        {
            return await new RunFollower(Context).FollowAsync(
                runs, isJson, leastScore, expectations, cancellationToken, reports => predictions?.Report(reports[0], report, isJson));
        }

        if (isJson)
            Terminal.WriteJson(runs.Select(run => new RunReport(run, [])));
        else
            runs.ForEach(run => Terminal.Out.WriteLine(run.Id));
        return ExitStatus.Done;
    }

    private StartBenchmarkRunRequest RequestOf(BenchmarkView benchmark, ParseResult arguments) => new()
    {
        BenchmarkId = benchmark.Id,
        NConcurrentTrials = arguments.GetValue(_concurrency),
        NAttempts = arguments.GetValue(_attempts),
        Metadata = arguments.GetValue(_scoreIn) is { } place ? new Dictionary<string, string> { ["score_in"] = WireJson.NameOf(place) } : null,
        RunProfile = arguments.GetValue(_variables) is { Count: > 0 } variables ? new RunProfile { EnvVars = variables } : null,
    };

    private AgentSpec WithModel(AgentSpec agent, ParseResult arguments) => agent with
    {
        ModelName = arguments.GetValue(_model),
        Secrets = arguments.GetValue(_secrets) is { Count: > 0 } secrets ? secrets : null,
    };

    private async Task<BenchmarkRunView> StartAsync(BenchmarkView benchmark, StartBenchmarkRunRequest request, CancellationToken cancellationToken)
    {
        var run = await Client.Benchmarks.StartRunAsync(request, cancellationToken);
        Terminal.WriteNotice($"started {run.Id}: {AgentNames.Of(request.Agent!)} on {benchmark.Name}, {run.Progress.Total} scenario runs");
        return run;
    }

    private static AgentSpec AgentOf(string text, double? timeoutSeconds) =>
        string.IsNullOrWhiteSpace(text)
            ? throw new UsageException("--agent: expected oracle, nop or a command, found nothing.")
            : AgentNames.Parse(text, timeoutSeconds);

    private static Expectation ExpectationOf(string text, IReadOnlyList<AgentSpec> agents)
    {
        var expectation = Expectation.Parse(text)
            ?? throw new UsageException($"--expect: expected AGENT=SCORE with a score from 0 to 1, found '{text}'.");
        return agents.Any(agent => AgentNames.Matches(agent, expectation.Agent))
            ? expectation
            : throw new UsageException($"--expect: there is no --agent '{expectation.Agent}'.");
    }
}
