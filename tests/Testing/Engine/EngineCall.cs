namespace BenchCluster.Tests.Engine;

/// <summary>A call of a simulated engine.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Subject">The container or image, by the name that the caller used.</param>
public sealed record EngineCall(EngineOperation Operation, string Subject);
