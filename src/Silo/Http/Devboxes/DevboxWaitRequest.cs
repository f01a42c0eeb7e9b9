using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>The body of <c>wait_for_status</c>.</summary>
internal sealed record DevboxWaitRequest
{
    /// <summary>The states to wait for.</summary>
    public required IReadOnlyList<DevboxStatus> Statuses { get; init; }

    /// <summary>Seconds to wait; default and at most 30.</summary>
    public double? TimeoutSeconds { get; init; }
}
