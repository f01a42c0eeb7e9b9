namespace BenchCluster.Client.Output;

/// <summary>How far everything is at one moment.</summary>
/// <param name="Bars">A bar for each thing.</param>
/// <param name="Details">What is being done; only where a person watches.</param>
/// <param name="Notice">Something that holds everything up.</param>
internal sealed record ProgressFrame(IReadOnlyList<ProgressBar> Bars, IReadOnlyList<string> Details, string? Notice);
