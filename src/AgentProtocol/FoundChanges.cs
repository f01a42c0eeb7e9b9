namespace BenchCluster.AgentProtocol;

/// <summary>
/// What was changed on the disk: contents, owner, mode, links or name. The time is the kernel's own (<c>st_ctim</c>),
/// which nobody in a devbox can set.
/// </summary>
/// <param name="Paths">Each as a letter (<c>d</c> directory, <c>l</c> link, <c>f</c> file, <c>o</c> other) and an absolute path.</param>
/// <param name="IsAll">Whether nothing was left out.</param>
public sealed record FoundChanges(IReadOnlyList<string> Paths, bool IsAll);
