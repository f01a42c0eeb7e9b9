using BenchCluster.Mounts;
using BenchCluster.Objects;

namespace BenchCluster.Devboxes;

/// <summary>Looks up what mounts name, before there is a devbox: what is missing is said to who asks, not found out later.</summary>
internal sealed class MountReferences(IGrainFactory grains, AgentInstallation agents)
{
    /// <summary>The request with its agents' ids and names filled in.</summary>
    /// <exception cref="BenchException">An object or agent does not exist, or cannot be put where it should go.</exception>
    public async Task<DevboxCreateRequest> ResolveAsync(DevboxCreateRequest request)
    {
        if (request.Mounts is null or [])
            return request;
        var mounts = new List<Mount>();
        for (var i = 0; i < request.Mounts.Count; i++)
        {
            mounts.Add(request.Mounts[i]);
            if (request.Mounts[i] is ObjectMount stored)
                await RequireUploadedAsync($"mounts[{i}].object_id", stored.ObjectId);
            else if (request.Mounts[i] is AgentMount mount)
                mounts[i] = await ResolveAsync($"mounts[{i}]", mount);
        }

        return request with { Mounts = mounts };
    }

    private async Task<AgentMount> ResolveAsync(string field, AgentMount mount)
    {
        var agent = await agents.FindAsync(mount, CancellationToken.None);
        if (mount.AgentPath is null && agent.Source is { Git: not null } or { StorageObject: not null })
            throw BenchException.Invalid($"{field}.agent_path", $"is required for agents of the type {agent.Source.Type}.");
        if (agent.Source?.StorageObject is { } stored)
            await RequireUploadedAsync($"{field}.agent_id", stored.ObjectId);
        return mount with { AgentId = agent.Id, AgentName = agent.Name };
    }

    private async Task RequireUploadedAsync(string field, string objectId)
    {
        var view = await grains.GetGrain<IStorageObjectGrain>(ResourceId.Require(ResourceKind.StorageObject, objectId)).Get();
        if (view.State is not ObjectState.ReadOnly)
            throw BenchException.Invalid(field, $"the object '{objectId}' is {WireJson.NameOf(view.State)}; complete its upload first.");
    }
}
