namespace BenchCluster.Blueprints;

/// <summary>How a blueprint's state looks from outside.</summary>
internal static class BlueprintViews
{
    public static BlueprintView Of(BlueprintState state) => new()
    {
        Id = state.Id,
        Name = state.Request!.Name,
        Status = state.Status,
        State = state.IsDeleted ? "deleted" : "created",
        CreateTimeMs = state.CreatedAt.ToUnixTimeMilliseconds(),
        Parameters = state.Request,
        FailureReason = state.Status is BlueprintStatus.Failed ? state.FailureReason ?? BuildFailures.Failed : null,
        FailureMessage = state.FailureMessage,
        BuildFinishTimeMs = state.FinishedAt?.ToUnixTimeMilliseconds(),
        ContentHash = state.ContentHash,
        Metadata = state.Request.Metadata ?? new Dictionary<string, string>(),
        BaseBlueprintId = state.Request.BaseBlueprintId,
        ContainerizedServices = state.Request.Services,
    };
}
