using BenchCluster.Mounts;

namespace BenchCluster.Devboxes;

/// <summary>How a devbox's state looks from outside.</summary>
internal static class DevboxViews
{
    public static DevboxView Of(DevboxState state)
    {
        var request = state.Spec?.Request ?? new DevboxCreateRequest();
        return new DevboxView
        {
            Id = state.Id,
            Status = state.Status,
            Name = string.IsNullOrEmpty(request.Name) ? null : request.Name,
            Metadata = request.Metadata ?? new Dictionary<string, string>(),
            CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
            EndTimeMs = state.EndedAt?.ToUnixTimeMilliseconds(),
            LaunchParameters = request.LaunchParameters ?? new LaunchParameters(),
            StateTransitions = state.Transitions,
            BlueprintId = request.BlueprintId,
            SnapshotId = request.SnapshotId,
            Tunnel = state.Tunnel,
            FailureReason = state.FailureReason,
            FailureMessage = state.FailureMessage,
            IsInfrastructureFailure = state.FailureReason is null ? null : state.IsInfrastructureFailure,
            ShutdownReason = state.ShutdownReason,
            InitiatorType = state.Spec?.ScenarioRunId is null ? "api" : "scenario",
            InitiatorId = state.Spec?.ScenarioRunId,
            Agents = AgentsOf(request),
            Node = state.Node,
        };
    }

    private static List<string>? AgentsOf(DevboxCreateRequest request)
    {
        var names = (request.Mounts ?? []).OfType<AgentMount>().Select(mount => mount.AgentName ?? mount.AgentId!).ToList();
        return names.Count == 0 ? null : names;
    }
}
