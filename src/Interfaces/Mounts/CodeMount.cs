namespace BenchCluster.Mounts;

/// <summary>A Git repository to clone.</summary>
[GenerateSerializer, Immutable, Alias("bench.CodeMount")]
public sealed record CodeMount : Mount
{
    /// <summary>The repository's name; it is cloned into a directory of this name below the user's home.</summary>
    [Id(0)]
    public required string RepoName { get; init; }

    /// <summary>The repository's owner.</summary>
    [Id(1)]
    public required string RepoOwner { get; init; }

    /// <summary>The token to clone with; it is not left in the devbox.</summary>
    [Id(2)]
    public string? Token { get; init; }

    /// <summary>The branch or tag; default the repository's own.</summary>
    [Id(3)]
    public string? GitRef { get; init; }

    /// <summary>A command run in the clone.</summary>
    [Id(4)]
    public string? InstallCommand { get; init; }

    /// <summary>The mount as what is cloned.</summary>
    public CodeMountParameters Parameters() => new()
    {
        RepoName = RepoName,
        RepoOwner = RepoOwner,
        Token = Token,
        GitRef = GitRef,
        InstallCommand = InstallCommand,
    };

    /// <summary>The record without its token.</summary>
    public override string ToString() => $"{RepoOwner}/{RepoName}";
}
