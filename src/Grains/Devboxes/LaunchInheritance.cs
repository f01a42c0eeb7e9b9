namespace BenchCluster.Devboxes;

/// <summary>Launch parameters of a devbox made from a blueprint: its own, and for what it does not say the blueprint's.</summary>
internal static class LaunchInheritance
{
    /// <summary>The parameters of the two.</summary>
    public static LaunchParameters? Of(LaunchParameters? own, LaunchParameters? inherited)
    {
        if (own is null || inherited is null)
            return own ?? inherited;
        // A network is one thing, and a size: their parts are never mixed.
        var network = own.NetworkMode is null && own.NetworkPolicyId is null ? inherited : own;
        var size = own.ResourceSizeRequest is null ? inherited : own;
        return own with
        {
            ResourceSizeRequest = size.ResourceSizeRequest,
            CustomCpuCores = size.CustomCpuCores,
            CustomGbMemory = size.CustomGbMemory,
            CustomDiskSize = size.CustomDiskSize,
            KeepAliveTimeSeconds = own.KeepAliveTimeSeconds ?? inherited.KeepAliveTimeSeconds,
            LaunchCommands = own.LaunchCommands ?? inherited.LaunchCommands,
            UserParameters = own.UserParameters ?? inherited.UserParameters,
            Architecture = own.Architecture ?? inherited.Architecture,
            NetworkMode = network.NetworkMode,
            NetworkPolicyId = network.NetworkPolicyId,
            ProvisioningTier = own.ProvisioningTier ?? inherited.ProvisioningTier,
            AfterIdle = own.IdlePolicy() is null ? inherited.AfterIdle : own.AfterIdle,
            Lifecycle = own.Lifecycle ?? inherited.Lifecycle,
            RequiredServices = own.RequiredServices ?? inherited.RequiredServices,
        };
    }
}
