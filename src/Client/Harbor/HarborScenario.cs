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
            ScoringFunctionParameters =
            [
                new ScoringFunction
                {
                    Name = "harbor",
                    Weight = 1,
                    Scorer = new HarborScorer
                    {
                        TestsObjectId = parts.TestsObjectId,
                        TimeoutSeconds = task.VerifierTimeoutSec,
                        User = task.VerifierUser,
                        Env = task.VerifierEnv,
                    },
                },
            ],
        },
        EnvironmentParameters = new ScenarioEnvironment
        {
            BlueprintId = parts.BlueprintId,
            Image = task.Image,
            LaunchParameters = task.Launch,
            WorkingDirectory = task.WorkingDirectory,
            EnvironmentVariables = task.Env,
            Healthcheck = task.Healthcheck,
        },
        Metadata = new Dictionary<string, string>(task.Metadata) { [TaskKey] = task.Name, [HashKey] = task.ContentHash },
        ReferenceOutput = task.Solution,
        ReferenceSolution = parts.SolutionObjectId is { } solution
            ? new ReferenceSolution { ObjectId = solution, Env = task.SolutionEnv }
            : null,
        ScorerTimeoutSec = task.VerifierTimeoutSec + ScoringMarginSec,
        Agent = task.Agent,
    };
}
