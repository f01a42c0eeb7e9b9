using BenchCluster.Scenarios;

namespace BenchCluster.Client.Validations;

/// <summary>Whether a scenario can be told apart from its solution: the reference scores 1, doing nothing scores 0.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="ScenarioName">Its name.</param>
/// <param name="ValidationType">What of it is to hold; both where it says nothing of the kind.</param>
/// <param name="Reference">The reference, applied.</param>
/// <param name="Nothing">The environment, untouched.</param>
internal sealed record ScenarioValidation(
    string ScenarioId, string ScenarioName, ValidationType? ValidationType, ValidationCheck Reference, ValidationCheck Nothing)
{
    /// <summary>Whether all repetitions that count have the same score.</summary>
    public bool IsStable => (!Reference.IsRequired || Reference.IsStable) && (!Nothing.IsRequired || Nothing.IsStable);

    /// <summary>Whether all that is to hold holds.</summary>
    public bool Passes => IsStable && Holds(Reference) && Holds(Nothing);

    private static bool Holds(ValidationCheck check) => !check.IsRequired || check.Verdict is CheckVerdict.Passes;
}
