namespace BenchCluster.Client.Audits;

/// <summary>A way to a score without the work, that knows nothing of the scenario it is tried on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Title">What it does, in a line.</param>
/// <param name="Script">A script for <c>/bin/sh</c>, run as the agent in the scenario's working directory.</param>
internal sealed record Cheat(string Name, string Title, string Script)
{
    /// <summary>The exit status of a cheat that cannot be tried in this environment, as for want of a compiler.</summary>
    public const int NotApplicable = 3;
}
