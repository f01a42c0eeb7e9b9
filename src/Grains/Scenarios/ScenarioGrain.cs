using BenchCluster.Index;
using BenchCluster.Scoring;

namespace BenchCluster.Scenarios;

/// <summary>A scenario's definition.</summary>
internal sealed class ScenarioGrain([PersistentState("scenario")] IPersistentState<ScenarioState> storage, ResourceServices services)
    : ResourceGrain<ScenarioState>(ResourceKind.Scenario, storage, services), IScenarioGrain
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    public async Task<ScenarioView> Create(ScenarioCreateRequest request)
    {
        if (!Exists)
        {
            var view = new ScenarioView
            {
                Id = Id,
                Name = request.Name,
                Status = DefinitionStatus.Active,
                InputContext = request.InputContext,
                ScoringContract = request.ScoringContract,
                Environment = request.EnvironmentParameters,
                Metadata = request.Metadata ?? NoMetadata,
                ReferenceOutput = request.ReferenceOutput,
                RequiredEnvironmentVariables = request.RequiredEnvironmentVariables,
                RequiredSecretNames = request.RequiredSecretNames,
                ScorerTimeoutSec = request.ScorerTimeoutSec,
                ValidationType = request.ValidationType,
                ReferenceSolution = request.ReferenceSolution,
                Agent = request.Agent,
                ScoringEnvironment = request.ScoringEnvironment,
                Steps = request.Steps,
                StepScore = request.StepScore,
            };
            await SaveAsync(State with { Id = Id, CreatedAt = Now, View = view });
        }

        return State.View!;
    }

    public Task<ScenarioView> Get() => Task.FromResult(Existing().View!);

    public async Task<ScenarioView> Update(ScenarioUpdateRequest request)
    {
        var view = Active();
        await SaveAsync(State with
        {
            View = view with
            {
                Name = request.Name ?? view.Name,
                InputContext = request.InputContext is { } input
                    ? view.InputContext with
                    {
                        ProblemStatement = input.ProblemStatement ?? view.InputContext.ProblemStatement,
                        AdditionalContext = input.AdditionalContext ?? view.InputContext.AdditionalContext,
                    }
                    : view.InputContext,
                ScoringContract = request.ScoringContract?.ScoringFunctionParameters is { } functions
                    ? new ScoringContract { ScoringFunctionParameters = functions }
                    : view.ScoringContract,
                Environment = request.EnvironmentParameters ?? view.Environment,
                Metadata = request.Metadata ?? view.Metadata,
                ReferenceOutput = request.ReferenceOutput is "" ? null : request.ReferenceOutput ?? view.ReferenceOutput,
                RequiredEnvironmentVariables = request.RequiredEnvironmentVariables ?? view.RequiredEnvironmentVariables,
                RequiredSecretNames = request.RequiredSecretNames ?? view.RequiredSecretNames,
                ScorerTimeoutSec = request.ScorerTimeoutSec ?? view.ScorerTimeoutSec,
                ValidationType = request.ValidationType switch
                {
                    null => view.ValidationType,
                    "" => null,
                    var name => Enum.GetValues<ValidationType>().First(type => WireJson.NameOf(type) == name),
                },
            },
        });
        return State.View!;
    }

    public async Task<ScenarioView> Archive()
    {
        var view = Existing().View!;
        if (view.Status is DefinitionStatus.Active)
            await SaveAsync(State with { View = view with { Status = DefinitionStatus.Archived } });
        return State.View!;
    }

    protected override ResourceRow Row(ScenarioState state)
    {
        var view = state.View!;
        return RowOf(state, view, WireJson.NameOf(view.Status), isFinished: true, view.Name) with
        {
            IsHidden = view.Status is DefinitionStatus.Archived,
        };
    }

    private ScenarioView Active()
    {
        var view = Existing().View!;
        return view.Status is DefinitionStatus.Active
            ? view
            : throw new BenchException(BenchError.Conflict, $"The scenario '{Id}' is archived and cannot be changed.");
    }
}
