namespace BenchCluster.Tests.Devboxes;

/// <summary>How a simulated process ends.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Stdout">What it prints.</param>
/// <param name="IsTimeout">Whether its time was over.</param>
/// <param name="Stderr">What it prints on standard error.</param>
public sealed record SimulatedExit(int Status, string Stdout = "", bool IsTimeout = false, string Stderr = "");
