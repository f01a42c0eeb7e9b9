namespace BenchCluster.Client.SweBench;

/// <summary>How an instance is run and graded: what is said of it by the user, by itself and by what is built in, in this order.</summary>
internal sealed record InstancePlan
{
    public const string TestsPlaceholder = "{tests}";
    private const string DefaultWorkingDirectory = "/testbed";
    private const double DefaultTestTimeoutSec = 1800;
    private const double DefaultBuildTimeoutSec = 1800;

    /// <summary>The image; null where a Dockerfile is built.</summary>
    public string? Image { get; init; }

    /// <summary>The folder of the Dockerfile.</summary>
    public string? DockerFolder { get; init; }

    public required double BuildTimeoutSec { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The script that runs the tests.</summary>
    public required string TestScript { get; init; }

    public required Scoring.TestLogFormat LogFormat { get; init; }

    public bool? NamesFailuresOnly { get; init; }

    public required double TestTimeoutSec { get; init; }

    public double? Cpus { get; init; }

    public double? MemoryMb { get; init; }

    /// <summary>The plan of an instance, or why there is none.</summary>
    /// <param name="specs">The user's entries, first to last.</param>
    public static (InstancePlan? Plan, InstanceProblem? Problem) Of(SweBenchInstance instance, IReadOnlyList<EnvironmentSpec> specs)
    {
        var own = specs.FirstOrDefault(spec => spec.Fits(instance)) ?? new EnvironmentSpec();
        var known = PublicRepositories.All.FirstOrDefault(spec => spec.Fits(instance));
        var command = own.TestCommand ?? (instance.TestCommand is { } said ? $"{said} {TestsPlaceholder}" : known?.TestCommand);
        if (command is null)
            return (null, new InstanceProblem(instance.Id, "test_cmd", $"nothing says how the tests of {instance.Repo} {instance.Version} are run; give test_command in a file with --spec"));
        if ((own.LogFormat ?? instance.LogFormat ?? known?.LogFormat) is not { } format)
            return (null, new InstanceProblem(instance.Id, "log_parser", $"nothing says how the log of {instance.Repo} {instance.Version} is read; give log_format in a file with --spec"));

        var style = own.Tests ?? (own.TestCommand is null && instance.TestCommand is null ? known?.Tests : null) ?? TestTargetStyle.Files;
        // What activates the public images' environment is not in an image of the user's.
        var setup = own.Setup ?? (own.Dockerfile is null ? known?.Setup : null);
        command = command.Replace(TestsPlaceholder, TestTargets.Of(instance.TestPatch, style), StringComparison.Ordinal);
        return (new InstancePlan
        {
            Image = own.Dockerfile is null ? ImageOf(instance, own.Image) : null,
            DockerFolder = own.Dockerfile,
            BuildTimeoutSec = own.BuildTimeoutSec ?? DefaultBuildTimeoutSec,
            WorkingDirectory = own.WorkingDirectory ?? DefaultWorkingDirectory,
            TestScript = setup is null ? command + "\n" : $"{setup.TrimEnd()}\n{command}\n",
            LogFormat = format,
            NamesFailuresOnly = own.NamesFailuresOnly,
            TestTimeoutSec = own.TestTimeoutSec ?? DefaultTestTimeoutSec,
            Cpus = own.Cpus,
            MemoryMb = own.MemoryMb,
        }, null);
    }

    /// <summary>The user's template, else what the row names, else the public dataset's name for it.</summary>
    private static string ImageOf(SweBenchInstance instance, string? template)
    {
        if (template is null && instance.Image is { } named)
            return named;
        return (template ?? "swebench/sweb.eval.x86_64.{instance}:latest")
            .Replace("{instance_id}", instance.Id, StringComparison.Ordinal)
            .Replace("{instance}", instance.Id.Replace("__", "_1776_", StringComparison.Ordinal).ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("{repo}", instance.Repo.Replace('/', '.').ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("{version}", instance.Version, StringComparison.Ordinal);
    }
}
