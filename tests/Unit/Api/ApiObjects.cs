using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Api;

/// <summary>Objects of the API, with all that a test does not care about filled in.</summary>
internal static class ApiObjects
{
    public static readonly AgentSpec Oracle = new() { Type = AgentKind.Oracle };

    public static readonly AgentSpec Nop = new() { Type = AgentKind.Nop };

    private static readonly Dictionary<string, string> NoMetadata = [];

    public static BenchmarkView Benchmark(string name = "tasks", string id = "bmd_1", params string[] scenarios) =>
        new() { Id = id, Name = name, Status = DefinitionStatus.Active, ScenarioIds = scenarios, Metadata = NoMetadata };

    public static BenchmarkRunView Run(
        string id = "bmr_1", AgentSpec? agent = null, BenchmarkRunState state = BenchmarkRunState.Completed, double? score = null,
        int total = 1, int scored = 1, int failed = 0) =>
        new()
        {
            Id = id,
            BenchmarkId = "bmd_1",
            State = state,
            Metadata = NoMetadata,
            StartTimeMs = 1_767_225_600_000,
            DurationMs = state == BenchmarkRunState.Running ? null : 5000,
            Score = score,
            Agent = agent ?? Oracle,
            Progress = new BenchmarkRunProgress
            {
                Total = total,
                Scored = scored,
                Failed = failed,
                Active = state == BenchmarkRunState.Running ? total - scored - failed : 0,
                Pending = 0,
                Canceled = 0,
            },
        };

    public static ScenarioRunView ScenarioRun(
        string id = "srn_1", string scenario = "scn_1", string name = "hello", double? score = 1,
        ScenarioRunState state = ScenarioRunState.Completed, string? failure = null, int trial = 1) =>
        new()
        {
            Id = id,
            ScenarioId = scenario,
            ScenarioName = name,
            DevboxId = "dbx_1",
            State = state,
            Step = state == ScenarioRunState.Running ? ScenarioRunStep.Agent : ScenarioRunStep.Ended,
            Metadata = NoMetadata,
            StartTimeMs = 1_767_225_600_000,
            Trial = trial,
            FailureReason = failure,
            ScoringContractResult = score is { } value ? Scored(value) : null,
        };

    public static ScoringContractResult Scored(double score, ScoringState state = ScoringState.Complete, string output = "") => new()
    {
        Score = score,
        ScoringFunctionResults = [new ScoringFunctionResult { ScoringFunctionName = "harbor", Score = score, State = state, Output = output }],
    };

    public static ScenarioView Scenario(
        string id = "scn_1", string name = "hello", string? blueprint = null, IReadOnlyDictionary<string, string>? metadata = null) =>
        new()
        {
            Id = id,
            Name = name,
            Status = DefinitionStatus.Active,
            InputContext = new InputContext { ProblemStatement = "Say hello." },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "check", Weight = 1, Scorer = new CommandScorer { Command = "true" } }],
            },
            Environment = new ScenarioEnvironment { BlueprintId = blueprint },
            Metadata = metadata ?? NoMetadata,
        };

    public static BlueprintView Blueprint(
        string id = "bpt_1", string name = "harbor-hello", BlueprintStatus status = BlueprintStatus.BuildComplete, string? failure = null) =>
        new()
        {
            Id = id,
            Name = name,
            Status = status,
            CreateTimeMs = 1_767_225_600_000,
            Parameters = new BlueprintCreateRequest { Name = name },
            Metadata = NoMetadata,
            FailureMessage = failure,
        };

    public static DevboxView Devbox(
        string id = "dbx_1", DevboxStatus status = DevboxStatus.Running, string initiator = "api", string? failure = null) =>
        new()
        {
            Id = id,
            Status = status,
            Metadata = NoMetadata,
            CreateTimeMs = 1_767_225_600_000,
            LaunchParameters = new LaunchParameters(),
            StateTransitions = [],
            InitiatorType = initiator,
            FailureMessage = failure,
        };

    public static ExecutionView Execution(int? exitStatus, string? endReason = null) => new()
    {
        DevboxId = "dbx_1",
        ExecutionId = "exec_1",
        Status = exitStatus is null && endReason is null ? ExecutionStatus.Running : ExecutionStatus.Completed,
        ExitStatus = exitStatus,
        EndReason = endReason,
    };
}
