using System.Text.RegularExpressions;
using BenchCluster.Blueprints;
using BenchCluster.Http.Devboxes;

namespace BenchCluster.Http.Blueprints;

/// <summary>The rules of creating a blueprint.</summary>
internal static partial class BlueprintRules
{
    private const int LongestDockerfile = 1 << 20;
    private const int LongestCommand = 60_000;
    private const int MostCommands = 200;
    private const int MostFiles = 100;
    private const int LargestFile = 10 << 20;
    private const int MostServices = 20;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(BlueprintCreateRequest request)
    {
        FieldRules.Name("name", request.Name);
        FieldRules.Metadata("metadata", request.Metadata);
        FieldRules.Require(request.Dockerfile is null || request.Dockerfile.Length <= LongestDockerfile, "dockerfile", $"must not be longer than {LongestDockerfile} characters.");
        Base(request);
        Commands(request);
        Files(request.FileMounts);
        MountRules.Code("code_mounts", request.CodeMounts);
        FieldRules.EnvironmentVariables("build_args", request.BuildArgs);
        FieldRules.EnvironmentVariables("secrets", request.Secrets);
        foreach (var name in (request.Secrets ?? new Dictionary<string, string>()).Keys)
            FieldRules.Require(request.BuildArgs?.ContainsKey(name) is not true, $"secrets.{name}", "is also in build_args.");
        FieldRules.Seconds("build_timeout_sec", request.BuildTimeoutSec, 1, 86_400);
        if (request.NetworkPolicyId is { } policy)
            ResourceId.Require(ResourceKind.NetworkPolicy, policy);
        DevboxRules.Launch("launch_parameters", request.LaunchParameters);
        Services(request.Services);
        Required(request);
        if (request.BuildContext is { } context)
        {
            FieldRules.Require(context.Type == "object", "build_context.type", "must be 'object'.");
            ResourceId.Require(ResourceKind.StorageObject, context.ObjectId);
        }
    }

    private static void Base(BlueprintCreateRequest request)
    {
        FieldRules.Require(
            request.BaseBlueprintId is null || request.BaseBlueprintName is null, "base_blueprint_id", "only one of base_blueprint_id and base_blueprint_name may be given.");
        var isOnBlueprint = request.BaseBlueprintId is not null || request.BaseBlueprintName is not null;
        FieldRules.Require(
            !isOnBlueprint || string.IsNullOrWhiteSpace(request.Dockerfile), "dockerfile", "begins with an image of its own; it cannot be given with a base blueprint.");
        if (request.BaseBlueprintId is { } baseId)
            ResourceId.Require(ResourceKind.Blueprint, baseId);
    }

    private static void Commands(BlueprintCreateRequest request)
    {
        FieldRules.Texts("system_setup_commands", request.SystemSetupCommands);
        FieldRules.Require((request.SystemSetupCommands?.Count ?? 0) <= MostCommands, "system_setup_commands", $"must not have more than {MostCommands} commands.");
        for (var i = 0; i < (request.SystemSetupCommands?.Count ?? 0); i++)
        {
            FieldRules.Command($"system_setup_commands[{i}]", request.SystemSetupCommands![i]);
            // The engine reads no longer line of a Dockerfile.
            FieldRules.Require(request.SystemSetupCommands[i].Length <= LongestCommand / 6, $"system_setup_commands[{i}]", $"must not be longer than {LongestCommand / 6} characters.");
        }
    }

    private static void Files(IReadOnlyDictionary<string, string>? files)
    {
        FieldRules.Require((files?.Count ?? 0) <= MostFiles, "file_mounts", $"must not have more than {MostFiles} files; use a build context.");
        foreach (var (path, content) in files ?? new Dictionary<string, string>())
        {
            FieldRules.AbsolutePath($"file_mounts.{path}", path);
            FieldRules.Require(content is not null && !content.Contains('\0', StringComparison.Ordinal), $"file_mounts.{path}", "must be a text without a zero character.");
            FieldRules.Require(content!.Length <= LargestFile, $"file_mounts.{path}", $"must not be longer than {LargestFile} characters; use a build context.");
        }
    }

    private static void Services(IReadOnlyList<ContainerizedService>? services)
    {
        FieldRules.Require((services?.Count ?? 0) <= MostServices, "services", $"must not have more than {MostServices} services.");
        var names = new HashSet<string>();
        for (var i = 0; i < (services?.Count ?? 0); i++)
        {
            var (service, field) = (services![i], $"services[{i}]");
            FieldRules.Require(ServiceName().IsMatch(service.Name), $"{field}.name", "must be 1 to 64 letters, digits, '_', '-' and '.', beginning with a letter or digit.");
            FieldRules.Require(names.Add(service.Name), $"{field}.name", $"'{service.Name}' is the name of another service.");
            if (service.BlueprintId is null)
                DevboxRules.Image($"{field}.image", service.Image);
            else
                FieldRules.Require(service.Image.Length == 0 && ResourceId.Require(ResourceKind.Blueprint, service.BlueprintId).Length > 0, $"{field}.image", "only one of image and blueprint_id may be given.");
            foreach (var before in service.After ?? [])
                FieldRules.Require(before != service.Name && names.Contains(before), $"{field}.after", $"there is no service '{before}' before this one.");
            FieldRules.EnvironmentVariables($"{field}.env", service.Env);
            if (service.Credentials is { } credentials)
            {
                FieldRules.Name($"{field}.credentials.username", credentials.Username);
                FieldRules.Require(credentials.Password.Length > 0, $"{field}.credentials.password", "must not be empty.");
            }

            ServiceRules.Check(field, service);
        }
    }

    /// <summary>Devboxes made from it could not start.</summary>
    private static void Required(BlueprintCreateRequest request)
    {
        foreach (var name in request.LaunchParameters?.RequiredServices ?? [])
        {
            FieldRules.Require(
                request.Services?.Any(service => service.Name == name) is true, "launch_parameters.required_services", $"there is no service '{name}' in services.");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
    private static partial Regex ServiceName();
}
