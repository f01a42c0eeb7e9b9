namespace BenchCluster.Resources;

/// <summary>
/// The agent of an orchestrated run: an extension of the contract, in the <c>agent</c> field of <c>start_run</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.AgentSpec")]
public sealed record AgentSpec
{
    /// <summary>Which agent.</summary>
    [Id(0)]
    public required AgentKind Type { get; init; }

    /// <summary>
    /// For <see cref="AgentKind.Command"/>: run by the devbox's shell, as its user, in the working directory. The
    /// problem statement is on its standard input and in <c>BENCH_PROBLEM_STATEMENT</c>.
    /// </summary>
    [Id(1)]
    public string? Command { get; init; }

    /// <summary>Seconds the agent has; default the scenario's own, else 600 (Harbor's default).</summary>
    [Id(2)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>What the agent is called in listings; for <see cref="AgentKind.Installed"/>, the recipe.</summary>
    [Id(3)]
    public string? Name { get; init; }

    /// <summary>The model that it shall use; <c>BENCH_MODEL</c> for <see cref="AgentKind.Command"/>.</summary>
    [Id(4)]
    public string? ModelName { get; init; }

    /// <summary>Further settings: of <see cref="AgentKind.Installed"/> <c>version</c>, and what its recipe knows.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string>? Kwargs { get; init; }

    /// <summary>Variables of the agent's process.</summary>
    [Id(6)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>Variables of the agent's process, by the name or the id of the secret whose value they have.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>The registered agent that it is, which is installed in the devbox first.</summary>
    [Id(8)]
    public string? AgentId { get; init; }

    /// <summary>
    /// For <see cref="AgentKind.Patch"/>: the storage object, a tar, gzipped or not, with the git diff <c>model.patch</c>;
    /// empty for a patch that is empty, absent for a scenario that there is none for. Both score 0 without a devbox.
    /// </summary>
    [Id(9)]
    public string? PatchObjectId { get; init; }
}
