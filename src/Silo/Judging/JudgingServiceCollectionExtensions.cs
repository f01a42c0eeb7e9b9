using BenchCluster.Scoring.Judging;

namespace BenchCluster.Judging;

/// <summary>Registers the models that judge.</summary>
internal static class JudgingServiceCollectionExtensions
{
    /// <summary>Has judges asked over HTTP, at the providers' own endpoints and those of the operator.</summary>
    public static IServiceCollection AddJudging(this IServiceCollection services, IReadOnlyList<string> endpoints) => services
        .AddSingleton(new JudgeOptions(endpoints))
        .AddSingleton<IJudgeModel, HttpJudgeModel>();
}
