namespace BenchCluster.Client.Harbor;

/// <summary>Something to say about a task.</summary>
/// <param name="File">The file, relative to the task's folder.</param>
/// <param name="Field">The field in it, where one is meant.</param>
/// <param name="Reason">What is wrong and what was expected.</param>
internal sealed record HarborProblem(HarborSeverity Severity, string File, string? Field, string Reason)
{
    public override string ToString() => Field is null ? $"{File}: {Reason}" : $"{File}: {Field}: {Reason}";
}
