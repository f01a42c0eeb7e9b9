using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchCluster.Client.Harbor;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>An instance as a scenario.</summary>
internal static class SweBenchScenario
{
    /// <summary>Metadata: the instance that a scenario was made of.</summary>
    public const string InstanceKey = "swebench.instance_id";

    /// <summary>Metadata: the hash of what it was made of.</summary>
    public const string HashKey = "swebench.content_hash";

    /// <summary>Raised when the same row comes to mean another scenario.</summary>
    private const string MappingVersion = "swebench-1";

    /// <summary>SWE-bench does not bound agents; half an hour is more than most take.</summary>
    private const double AgentTimeoutSec = 1800;

    /// <summary>So that the tests' own limit, which says more, is met before that of all scoring.</summary>
    private const double ScoringMarginSec = 300;

    private const double DefaultCores = 2;
    private const double DefaultMemoryMb = 8192;
    private const double DiskMb = 16384;

    /// <summary>The scenario of an instance whose blueprint, where it has one, is on the server.</summary>
    public static ScenarioCreateRequest Of(SweBenchInstance instance, InstancePlan plan, string? blueprintId, ScoreIn scoreIn)
    {
        var request = new ScenarioCreateRequest
        {
            Name = instance.Id,
            InputContext = new InputContext { ProblemStatement = instance.ProblemStatement, AdditionalContext = ContextOf(instance) },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "swebench", Weight = 1, Scorer = ScorerOf(instance, plan) }],
            },
            EnvironmentParameters = new ScenarioEnvironment
            {
                BlueprintId = blueprintId,
                Image = plan.Image,
                WorkingDirectory = plan.WorkingDirectory,
                LaunchParameters = plan.Cpus is null && plan.MemoryMb is null
                    ? null
                    : DevboxSizing.Fit(plan.Cpus ?? DefaultCores, plan.MemoryMb ?? DefaultMemoryMb, DiskMb),
            },
            Metadata = MetadataOf(instance, scoreIn),
            ReferenceOutput = instance.Patch,
            ValidationType = ValidationType.Forward,
            ScorerTimeoutSec = plan.TestTimeoutSec + ScoringMarginSec,
            Agent = new AgentDefaults { TimeoutSec = AgentTimeoutSec },
        };
        // Of all that it says; so a dataset or a file of environments that changed changes it.
        var text = $"{MappingVersion}\n{JsonSerializer.Serialize(request, WireJson.Options)}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return request with { Metadata = new Dictionary<string, string>(request.Metadata!) { [HashKey] = hash } };
    }

    private static SweBenchScorer ScorerOf(SweBenchInstance instance, InstancePlan plan) => new()
    {
        BaseCommit = instance.BaseCommit,
        TestPatch = instance.TestPatch,
        TestCommand = plan.TestScript,
        LogFormat = plan.LogFormat,
        FailToPass = instance.FailToPass,
        PassToPass = instance.PassToPass,
        NamesFailuresOnly = plan.NamesFailuresOnly,
        TimeoutSeconds = plan.TestTimeoutSec,
    };

    private static Dictionary<string, string> MetadataOf(SweBenchInstance instance, ScoreIn scoreIn)
    {
        var metadata = new Dictionary<string, string>
        {
            [InstanceKey] = instance.Id,
            ["swebench.repo"] = instance.Repo,
            ["swebench.base_commit"] = instance.BaseCommit,
            ["score_in"] = WireJson.NameOf(scoreIn),
        };
        if (instance.Version is { } version)
            metadata["swebench.version"] = version;
        if (instance.CreatedAt is { } created)
            metadata["swebench.created_at"] = created;
        return metadata;
    }

    /// <summary>What agents are not told.</summary>
    private static RawJson? ContextOf(SweBenchInstance instance) =>
        instance.Hints is null && instance.EnvironmentSetupCommit is null
            ? null
            : new RawJson(JsonSerializer.Serialize(new { hints_text = instance.Hints, environment_setup_commit = instance.EnvironmentSetupCommit }));
}
