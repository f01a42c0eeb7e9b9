using BenchCluster.Devboxes;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Hosting;

/// <summary>What a test wants of its node.</summary>
internal sealed record TestNodeOptions
{
    /// <summary>Devboxes that it takes at once.</summary>
    public int Slots { get; init; } = 1000;

    /// <summary>A clock that the test moves, for tests where time matters; default the real one.</summary>
    public FakeTimeProvider? Clock { get; init; }

    /// <summary>How devboxes are made.</summary>
    public DevboxOptions Devboxes { get; init; } = new();

    /// <summary>Where judges may be asked.</summary>
    public IReadOnlyList<string> JudgeEndpoints { get; init; } = [];

    /// <summary>The PostgreSQL that the silo keeps its data in; default SQLite.</summary>
    public string? Postgres { get; init; }
}
