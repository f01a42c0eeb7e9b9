using System.Text.Json.Serialization;

namespace BenchCluster.Scoring;

/// <summary>How a scoring function scores: one of the contract's six types, Harbor's verifier, or SWE-bench's grading.</summary>
[GenerateSerializer, Immutable, Alias("bench.ScorerSpec")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(CommandScorer), "command_scorer")]
[JsonDerivedType(typeof(BashScriptScorer), "bash_script_scorer")]
[JsonDerivedType(typeof(PythonScriptScorer), "python_script_scorer")]
[JsonDerivedType(typeof(TestBasedScorer), "test_based_scorer")]
[JsonDerivedType(typeof(CustomScorer), "custom_scorer")]
[JsonDerivedType(typeof(AstGrepScorer), "ast_grep_scorer")]
[JsonDerivedType(typeof(HarborScorer), "harbor_scorer")]
[JsonDerivedType(typeof(SweBenchScorer), "swebench_scorer")]
public abstract record ScorerSpec;
