using System.Text.Json;
using BenchCluster.Resources;

namespace BenchCluster.Tests.Api;

/// <summary>A request that a <see cref="FakeServer"/> got.</summary>
internal sealed record FakeRequest(string Route, string Query, string Body)
{
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, WireJson.Options)!;
}
