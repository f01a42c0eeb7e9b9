using System.Globalization;
using BenchCluster.Devboxes;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads <c>[environment]</c> and the folder beside it.</summary>
internal static class HarborEnvironmentReader
{
    private const double DefaultBuildTimeoutSec = 600;
    private const double DefaultCores = 1;
    private const double DefaultMemoryMb = 2048;
    private const double DefaultDiskMb = 10240;

    /// <summary>The names that a file of several containers may have.</summary>
    public static readonly IReadOnlyList<string> ComposeFiles = ["docker-compose.yaml", "docker-compose.yml"];

    private const string Folder = "environment";

    /// <summary>The agent's.</summary>
    public static HarborEnvironment Read(
        string folder, TomlSection section, Func<string, string?> environment, HarborProblems problems)
    {
        var container = ReadContainer(section, FindDockerfile(folder, Folder), environment);
        if (HarborComposeReader.Read(folder, environment, problems) is { } compose)
            container = Over(compose, container);
        if (!Directory.Exists(Path.Combine(folder, Folder)))
            problems.Refuse(Folder, null, "there is no such folder");
        else if (container is { Dockerfile: null, Image: null })
            problems.Refuse($"{Folder}/Dockerfile", null, "there is no such file, and task.toml has no environment.docker_image");
        return container;
    }

    /// <summary>What task.toml says goes before what the compose file does, but for variables of one name, as Harbor has it.</summary>
    private static HarborEnvironment Over(HarborCompose compose, HarborEnvironment container) => container with
    {
        Image = container.Image ?? compose.Image,
        Dockerfile = compose.Image is null ? container.Dockerfile : null,
        Env = compose.Env.Count == 0
            ? container.Env
            : new Dictionary<string, string>([.. compose.Env, .. (container.Env ?? new Dictionary<string, string>()).Where(pair => !compose.Env.ContainsKey(pair.Key))]),
        WorkingDirectory = container.WorkingDirectory ?? compose.WorkingDirectory,
        Healthcheck = container.Healthcheck ?? compose.Healthcheck,
        Launch = container.Launch with { NetworkMode = container.Launch.NetworkMode ?? compose.Network },
        Services = compose.Services,
    };

    /// <summary>A container, of an image or else of a Dockerfile's text.</summary>
    public static HarborEnvironment ReadContainer(TomlSection section, string? dockerfile, Func<string, string?> environment)
    {
        var image = section.String("docker_image");
        RefuseUnsupported(section);
        var result = new HarborEnvironment
        {
            Image = image,
            Dockerfile = image is null ? dockerfile : null,
            BuildTimeoutSec = section.Number("build_timeout_sec") ?? DefaultBuildTimeoutSec,
            Launch = ReadSize(section) with { NetworkMode = HarborNetwork.Read(section) },
            WorkingDirectory = section.String("workdir"),
            Env = HarborTaskReader.Variables(section, environment),
            Healthcheck = HarborHealthcheck.Read(section),
            McpServers = HarborMcpServers.Read(section),
        };
        section.ReportUnknown();
        return result;
    }

    /// <summary>The text of a folder's Dockerfile; null where there is none.</summary>
    public static string? FindDockerfile(string folder, string name) =>
        Path.Combine(folder, name, "Dockerfile") is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private static void RefuseUnsupported(TomlSection section)
    {
        if (section.Number("gpus") is > 0)
            section.Refuse("gpus", "devboxes have no GPUs");
        section.Strings("gpu_types");
        if (section.Value("tpu") is not null)
            section.Refuse("tpu", "devboxes have no TPUs");
        if (section.String("os") is { } os and not "linux")
            section.Refuse("os", $"devboxes run Linux, found '{os}'");
        if (section.String("skills_dir") is { Length: > 0 })
            section.Warn("skills_dir", "not announced to agents; the folder is in the environment as the image has it");
    }

    private static LaunchParameters ReadSize(TomlSection section)
    {
        var cores = section.Number("cpus") ?? DefaultCores;
        var memory = Megabytes(section, "memory_mb", "memory") ?? DefaultMemoryMb;
        var disk = Megabytes(section, "storage_mb", "storage") ?? DefaultDiskMb;
        if (DevboxSizing.Fit(cores, memory, disk) is not { } size)
        {
            section.Refuse("cpus, memory_mb, storage_mb",
                $"{Size(cores, memory / 1024, disk / 1024)} is more than the largest devbox: "
                + Size(DevboxSizing.MostCores, DevboxSizing.MostMemory, DevboxSizing.MostDisk));
            return new LaunchParameters();
        }

        if (size.CustomCpuCores != cores || size.CustomGbMemory * 1024 != memory || size.CustomDiskSize * 1024 != disk)
        {
            section.Note("cpus, memory_mb, storage_mb",
                $"{Size(cores, memory / 1024, disk / 1024)} rounded up to "
                + Size(size.CustomCpuCores!.Value, size.CustomGbMemory!.Value, size.CustomDiskSize!.Value));
        }

        return size;
    }

    private static string Size(double cores, double memory, double disk) =>
        string.Create(CultureInfo.InvariantCulture, $"{cores:0.##} CPUs, {memory:0.##} GiB memory, {disk:0.##} GiB disk");

    /// <summary>Newer tasks give megabytes as a number, older ones a text such as <c>4G</c>.</summary>
    private static double? Megabytes(TomlSection section, string name, string olderName)
    {
        var number = section.Number(name);
        var text = section.Value(olderName);
        if (text is null)
            return number;
        if (text is string given && ParseSize(given) is { } megabytes)
            return number ?? megabytes;
        section.Refuse(olderName, $"expected a size such as \"4G\" or \"512M\", found {TomlSection.Scalar(text) ?? "a table or list"}");
        return number;
    }

    private static double? ParseSize(string text)
    {
        var digits = text.AsSpan().Trim().TrimEnd("iIbB");
        double factor = digits.Length == 0 ? 0 : char.ToUpperInvariant(digits[^1]) switch
        {
            'K' => 1.0 / 1024,
            'M' => 1,
            'G' => 1024,
            'T' => 1024 * 1024,
            _ => 0,
        };
        return factor > 0 && double.TryParse(digits[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value * factor
            : null;
    }
}
