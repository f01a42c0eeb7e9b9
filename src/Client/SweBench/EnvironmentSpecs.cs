using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace BenchCluster.Client.SweBench;

/// <summary>A file of <see cref="EnvironmentSpec"/>s: a list of them, or one.</summary>
internal static class EnvironmentSpecs
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be understood; the message names file, line and rule.</exception>
    public static async Task<IReadOnlyList<EnvironmentSpec>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var deserializer = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
            .WithDuplicateKeyChecking().Build();
        List<EnvironmentSpec> specs;
        try
        {
            specs = IsList(text) ? deserializer.Deserialize<List<EnvironmentSpec>>(text) : [deserializer.Deserialize<EnvironmentSpec>(text)];
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{path}, line {error.Start.Line}: {error.GetBaseException().Message}", error);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [.. specs.Select((spec, index) => Check(spec ?? throw new InvalidDataException($"{path}: is empty."), $"{path}: [{index}]", folder))];
    }

    private static bool IsList(string text)
    {
        var line = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#' && line != "---");
        return line is not null && line[0] is '-' or '[';
    }

    private static EnvironmentSpec Check(EnvironmentSpec spec, string where, string folder)
    {
        void Require(bool holds, string field, string rule)
        {
            if (!holds)
                throw new InvalidDataException($"{where}.{field}: {rule}");
        }

        Require(spec.Image is null || spec.Dockerfile is null, "image", "only one of image and dockerfile may be given.");
        Require(spec.WorkingDirectory is null || spec.WorkingDirectory.StartsWith('/'), "working_directory", "must be an absolute path.");
        Require(spec.TestTimeoutSec is null or (>= 1 and <= 86_000), "test_timeout_sec", "must be from 1 to 86000.");
        Require(spec.BuildTimeoutSec is null or (>= 1 and <= 86_400), "build_timeout_sec", "must be from 1 to 86400.");
        Require((spec.Cpus ?? 1) > 0 && (spec.MemoryMb ?? 1) > 0, "cpus, memory_mb", "must be above 0.");
        if (spec.Dockerfile is null)
            return spec;
        var path = Path.Combine(folder, spec.Dockerfile);
        Require(File.Exists(Path.Combine(path, "Dockerfile")), "dockerfile", $"there is no file '{Path.Combine(path, "Dockerfile")}'.");
        return spec with { Dockerfile = Path.GetFullPath(path) };
    }
}
