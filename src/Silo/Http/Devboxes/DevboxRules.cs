using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>The rules of creating a devbox.</summary>
internal static class DevboxRules
{
    private const long LongestKeepAlive = 172_800;
    private const int MostLaunchCommands = 200;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(DevboxCreateRequest request)
    {
        FieldRules.OptionalName("name", request.Name);
        FieldRules.Metadata("metadata", request.Metadata);
        FieldRules.EnvironmentVariables("environment_variables", request.EnvironmentVariables);
        var origins = new[] { request.BlueprintId, request.BlueprintName, request.SnapshotId, request.Image }.Count(origin => origin is not null);
        FieldRules.Require(origins <= 1, "blueprint_id", "only one of blueprint_id, blueprint_name, snapshot_id and image may be given.");
        if (request.Image is { } image)
            Image("image", image);
        if (request.Entrypoint is { } entrypoint)
            FieldRules.Command("entrypoint", entrypoint);
        MountRules.Check(request);
        Secrets(request);
        Unserved("gateways", request.Gateways);
        Unserved("mcp", request.Mcp);
        Launch("launch_parameters", request.LaunchParameters);
    }

    /// <summary>The rules of launch parameters.</summary>
    public static void Launch(string field, LaunchParameters? launch)
    {
        if (launch is null)
            return;
        Size(field, launch);
        FieldRules.Require(
            launch.KeepAliveTimeSeconds is null or (>= 1 and <= LongestKeepAlive), $"{field}.keep_alive_time_seconds", $"must be from 1 to {LongestKeepAlive} seconds.");
        FieldRules.Texts($"{field}.launch_commands", launch.LaunchCommands);
        FieldRules.Require((launch.LaunchCommands?.Count ?? 0) <= MostLaunchCommands, $"{field}.launch_commands", $"must not have more than {MostLaunchCommands} commands.");
        LifecycleRules.Check(field, launch);
        if (launch.NetworkPolicyId is { } policy)
            ResourceId.Require(ResourceKind.NetworkPolicy, policy);
        FieldRules.Require(launch.NetworkPolicyId is null || launch.NetworkMode is null, $"{field}.network_policy_id", "cannot be given with network_mode.");
        if (launch.ProvisioningTier is not (null or "standard" or "flex"))
            throw new BenchException(BenchError.BadRequest, $"{field}.provisioning_tier: must be standard or flex.");
        if (launch.UserParameters is { } user)
        {
            FieldRules.Require(
                user.Username.Length is > 0 and <= 32 && user.Username.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
                && !char.IsAsciiDigit(user.Username[0]) && user.Username[0] != '-',
                $"{field}.user_parameters.username", "must be 1 to 32 lower-case letters, digits, '_' and '-', beginning with a letter or '_'.");
            FieldRules.Require(user.Uid >= 0, $"{field}.user_parameters.uid", "must not be negative.");
            FieldRules.Require(user.Username == "root" == (user.Uid == 0), $"{field}.user_parameters.uid", "0 is root's, and root's is 0.");
        }

        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";
        FieldRules.Require(launch.Architecture is null or "x86_64" or "arm64", $"{field}.architecture", "must be x86_64 or arm64.");
        FieldRules.Require(launch.Architecture is null || launch.Architecture == architecture, $"{field}.architecture", $"no node of this architecture: all are {architecture}.");
    }

    /// <summary>The rule of an image's reference.</summary>
    public static void Image(string field, string image) => FieldRules.Require(
        image.Length is > 0 and <= 512 && image.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':' or '@'),
        field, "must be the reference of an image, such as debian:bookworm-slim.");

    private static void Secrets(DevboxCreateRequest request)
    {
        if (request.Secrets is not { } secrets)
            return;
        FieldRules.EnvironmentVariables("secrets", secrets);
        foreach (var name in secrets.Keys)
            FieldRules.Require(request.EnvironmentVariables?.ContainsKey(name) is not true, $"secrets.{name}", "is also in environment_variables.");
    }

    private static void Unserved(string field, IReadOnlyDictionary<string, RawJson>? parts)
    {
        if (parts is { Count: > 0 })
            throw new BenchException(BenchError.NotServed, $"{field}: not served.");
    }

    /// <summary>The contract's rules of custom sizes.</summary>
    private static void Size(string field, LaunchParameters launch)
    {
        var isCustom = launch.ResourceSizeRequest is ResourceSize.Custom;
        FieldRules.Require(isCustom || launch.CustomCpuCores is null, $"{field}.custom_cpu_cores", "needs resource_size_request CUSTOM_SIZE.");
        FieldRules.Require(isCustom || launch.CustomGbMemory is null, $"{field}.custom_gb_memory", "needs resource_size_request CUSTOM_SIZE.");
        FieldRules.Require(isCustom || launch.CustomDiskSize is null, $"{field}.custom_disk_size", "needs resource_size_request CUSTOM_SIZE.");
        if (!isCustom)
            return;
        FieldRules.Require(launch.CustomCpuCores is not null, $"{field}.custom_cpu_cores", "is required with CUSTOM_SIZE.");
        FieldRules.Require(launch.CustomGbMemory is not null, $"{field}.custom_gb_memory", "is required with CUSTOM_SIZE.");
        var (cores, memory) = (launch.CustomCpuCores!.Value, launch.CustomGbMemory!.Value);
        FieldRules.Require(cores is 0.5 or 1 || IsEven(cores, 16), $"{field}.custom_cpu_cores", "must be 0.5, 1, or a multiple of 2 up to 16.");
        FieldRules.Require(memory is 1 || IsEven(memory, 64), $"{field}.custom_gb_memory", "must be 1, or a multiple of 2 up to 64.");
        FieldRules.Require(
            launch.CustomDiskSize is null || IsEven(launch.CustomDiskSize.Value, 64), $"{field}.custom_disk_size", "must be a multiple of 2 from 2 to 64.");
        FieldRules.Require(memory >= 2 * cores && memory <= 8 * cores, $"{field}.custom_gb_memory", "must be 2 to 8 times custom_cpu_cores.");
    }

    private static bool IsEven(double value, double most) => value >= 2 && value <= most && value % 2 == 0;
}
