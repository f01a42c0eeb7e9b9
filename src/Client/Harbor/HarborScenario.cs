using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Harbor;

/// <summary>A Harbor task as a scenario.</summary>
internal static class HarborScenario
{
    /// <summary>Metadata: the task that a scenario was made of.</summary>
    public const string TaskKey = "harbor.task";

    /// <summary>Metadata: the hash of what it was made of.</summary>
    public const string HashKey = "harbor.content_hash";

    /// <summary>So that the verifier's own limit, which says more, is met before that of all scoring.</summary>
    private const double ScoringMarginSec = 60;

    /// <summary>The scenario of a task whose parts are on the server.</summary>
    public static ScenarioCreateRequest Of(HarborTask task, HarborParts parts) => new()
    {
        Name = task.Name,
        InputContext = new InputContext { ProblemStatement = task.Instruction },
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters = task.Steps.Count > 0
                ? [.. task.Steps.Select((step, i) => Function(step.Name, WeightOf(task, i), step.Verifier, parts.Steps[i].TestsObjectId))]
                : [Function("harbor", 1, task.Verifier, parts.TestsObjectId)],
        },
        EnvironmentParameters = new ScenarioEnvironment
        {
            BlueprintId = parts.BlueprintId,
            Image = parts.BlueprintId is null ? task.Image : null,
            LaunchParameters = task.Services.Count == 0 ? task.Launch : task.Launch with { RequiredServices = [.. task.Services.Select(service => service.Name)] },
            WorkingDirectory = task.WorkingDirectory,
            EnvironmentVariables = task.Env,
            Healthcheck = task.Healthcheck,
        },
        Metadata = new Dictionary<string, string>(task.Metadata) { [TaskKey] = task.Name, [HashKey] = task.ContentHash },
        ReferenceOutput = task.Solution,
        ReferenceSolution = parts.SolutionObjectId is { } solution
            ? new ReferenceSolution { ObjectId = solution, Env = task.SolutionEnv }
            : null,
        // Each step's scoring has a time of its own.
        ScorerTimeoutSec = task.Steps.Select(step => step.Verifier.TimeoutSec).Append(task.Verifier.TimeoutSec).Max() + ScoringMarginSec,
        Agent = task.Agent,
        ScoringEnvironment = task.Verifier.Separate is { } separate ? Separate(task, separate, parts) : null,
        Steps = task.Steps.Count > 0 ? [.. task.Steps.Select((step, i) => Step(task, step, parts.Steps[i]))] : null,
        StepScore = task.Steps.Count > 0 ? task.StepScore ?? StepScore.Mean : null,
    };

    private static ScoringFunction Function(string name, double weight, HarborVerifier verifier, string? testsObjectId) => new()
    {
        Name = name,
        Weight = weight,
        Scorer = new HarborScorer { TestsObjectId = testsObjectId, TimeoutSeconds = verifier.TimeoutSec, User = verifier.User, Env = verifier.Env },
    };

    /// <summary>What the weights of a contract can say of how steps make a score; which of them count depends on how far a run comes.</summary>
    private static double WeightOf(HarborTask task, int index) =>
        task.StepScore is not StepScore.Final ? 1.0 / task.Steps.Count : index == task.Steps.Count - 1 ? 1 : 0;

    private static ScenarioStep Step(HarborTask task, HarborStep step, HarborStepParts parts) => new()
    {
        Name = step.Name,
        ProblemStatement = step.Instruction,
        MinRewards = step.MinRewards,
        ReferenceSolution = parts.SolutionObjectId is { } solution ? new ReferenceSolution { ObjectId = solution, Env = task.SolutionEnv } : null,
        Agent = step.Agent,
        WorkdirObjectId = parts.WorkdirObjectId,
        RunsSetup = step.HasSetup,
        Healthcheck = step.Healthcheck,
    };

    private static ScoringEnvironment Separate(HarborTask task, HarborVerifierEnvironment separate, HarborParts parts) => new()
    {
        Image = separate.Container.Image,
        BlueprintId = parts.VerifierBlueprintId,
        WorkingDirectory = separate.Container.WorkingDirectory,
        EnvironmentVariables = separate.Container.Env,
        NetworkMode = separate.Container.Launch.NetworkMode,
        Healthcheck = separate.Container.Healthcheck,
        Paths = [.. task.Artifacts.Select(artifact => artifact.Source).Append(HarborArtifacts.Convention).Distinct()],
        Collect = separate.Collect,
    };
}
