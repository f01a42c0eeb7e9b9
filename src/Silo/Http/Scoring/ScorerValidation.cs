using BenchCluster.Http.Scenarios;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Http.Scoring;

/// <summary>Tries a custom scorer in an untouched environment: a run of a scenario that exists for it only, and is in no list.</summary>
internal sealed class ScorerValidation(IGrainFactory grains, ScenarioRules rules, TimeProvider clock)
{
    private const double LongestScoring = 600;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>What the scorer gives for a context.</summary>
    public async Task<ScorerValidateView> ValidateAsync(string scorerId, ScorerValidateRequest request, CancellationToken cancellationToken)
    {
        var scorer = await grains.GetGrain<IScorerGrain>(ResourceId.Require(ResourceKind.Scorer, scorerId)).Get();
        FieldRules.Require(request.ScoringContext.ToString().TrimStart().StartsWith('{'), "scoring_context", "must be a JSON object.");
        await rules.EnvironmentAsync(request.EnvironmentParameters);
        var now = clock.GetUtcNow();
        var scenarioId = ResourceId.New(ResourceKind.Scenario, now);
        var run = grains.GetGrain<IScenarioRunGrain>(ResourceId.New(ResourceKind.ScenarioRun, now));
        var view = await run.Start(new ScenarioRunSpec
        {
            ScenarioId = scenarioId,
            Scenario = ScenarioOf(scenarioId, scorer, request),
            Agent = new AgentSpec { Type = AgentKind.Nop },
        });
        try
        {
            while (view.DurationMs is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                view = await run.WaitForChange(view.State, Poll, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await run.Cancel();
            throw;
        }

        return new ScorerValidateView
        {
            Name = scorer.Type,
            ScoringContext = request.ScoringContext,
            ScoringResult = view.ScoringContractResult?.ScoringFunctionResults[0] ?? new ScoringFunctionResult
            {
                ScoringFunctionName = scorer.Type,
                Score = 0,
                State = ScoringState.Error,
                Output = view.FailureReason ?? $"The run that tried it is {WireJson.NameOf(view.State)}.",
            },
            EnvironmentParameters = request.EnvironmentParameters,
        };
    }

    private static ScenarioView ScenarioOf(string id, ScorerView scorer, ScorerValidateRequest request) => new()
    {
        Id = id,
        Name = $"validation of {scorer.Type}",
        Status = DefinitionStatus.Active,
        InputContext = new InputContext { ProblemStatement = "" },
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters =
            [
                new ScoringFunction
                {
                    Name = scorer.Type,
                    Weight = 1,
                    Scorer = new CustomScorer { CustomScorerType = scorer.Type, ScorerParams = request.ScoringContext },
                },
            ],
        },
        Environment = request.EnvironmentParameters,
        Metadata = new Dictionary<string, string>(),
        ScorerTimeoutSec = LongestScoring,
    };
}
