using BenchCluster.Devboxes;
using BenchCluster.Mounts;

namespace BenchCluster.Http.Devboxes;

/// <summary>The rules of what is put into a devbox.</summary>
internal static class MountRules
{
    private const int MostMounts = 200;
    private const int LongestCommand = 1 << 20;
    private const long LargestText = 16L << 20;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(DevboxCreateRequest request)
    {
        var texts = 0L;
        foreach (var (path, content) in request.FileMounts ?? new Dictionary<string, string>())
        {
            FieldRules.AbsolutePath("file_mounts", path);
            FieldRules.Require(content is not null, $"file_mounts.{path}", "must be a text.");
            texts += content!.Length;
        }

        FieldRules.Require(texts <= LargestText, "file_mounts", $"must not be larger than {LargestText >> 20} MiB in all.");
        Code("code_mounts", request.CodeMounts);
        Check("mounts", request.Mounts, texts);
    }

    /// <summary>The rules of repositories alone.</summary>
    public static void Code(string field, IReadOnlyList<CodeMountParameters>? mounts)
    {
        FieldRules.Require((mounts?.Count ?? 0) <= MostMounts, field, $"must not have more than {MostMounts} entries.");
        for (var i = 0; i < (mounts?.Count ?? 0); i++)
        {
            FieldRules.Require(mounts![i] is not null, $"{field}[{i}]", "must be a repository.");
            Code($"{field}[{i}]", mounts[i]);
        }
    }

    /// <summary>The rules of mounts alone.</summary>
    public static void Check(string field, IReadOnlyList<Mount>? mounts) => Check(field, mounts, 0);

    private static void Check(string field, IReadOnlyList<Mount>? mounts, long texts)
    {
        FieldRules.Require((mounts?.Count ?? 0) <= MostMounts, field, $"must not have more than {MostMounts} entries.");
        for (var i = 0; i < (mounts?.Count ?? 0); i++)
        {
            var mount = mounts![i];
            FieldRules.Require(mount is not null, $"{field}[{i}]", "must be a mount.");
            Check($"{field}[{i}]", mount!);
            texts += mount is FileMount file ? file.Content.Length : 0;
        }

        FieldRules.Require(texts <= LargestText, field, $"texts must not be larger than {LargestText >> 20} MiB in all; upload an object for more.");
    }

    private static void Check(string field, Mount mount)
    {
        switch (mount)
        {
            case FileMount file:
                FieldRules.AbsolutePath($"{field}.target", file.Target);
                FieldRules.Require(file.Content is not null, $"{field}.content", "must be a text.");
                break;
            case ObjectMount stored:
                ResourceId.Require(ResourceKind.StorageObject, stored.ObjectId);
                FieldRules.AbsolutePath($"{field}.object_path", stored.ObjectPath);
                break;
            case CodeMount code:
                Code(field, code.Parameters());
                break;
            case AgentMount agent:
                Agent(field, agent);
                break;
            case BrokerMount:
                throw new BenchException(BenchError.NotServed, $"{field}: broker mounts are not served.");
        }
    }

    private static void Code(string field, CodeMountParameters code)
    {
        RepositoryPart($"{field}.repo_owner", code.RepoOwner);
        RepositoryPart($"{field}.repo_name", code.RepoName);
        FieldRules.Require(code.GitRef is null || (code.GitRef.Length is > 0 and <= 1024 && !code.GitRef.StartsWith('-')), $"{field}.git_ref", "must be a branch, tag or commit.");
        FieldRules.Require(
            code.InstallCommand is null || (code.InstallCommand.Length is > 0 and <= LongestCommand && !code.InstallCommand.Contains('\0', StringComparison.Ordinal)),
            $"{field}.install_command", $"must have 1 to {LongestCommand} characters, none of them zero.");
        Token($"{field}.token", code.Token);
    }

    private static void Agent(string field, AgentMount agent)
    {
        FieldRules.Require(agent.AgentId is not null || agent.AgentName is not null, $"{field}.agent_id", "either agent_id or agent_name must be given.");
        if (agent.AgentId is { } id)
            ResourceId.Require(ResourceKind.Agent, id);
        if (agent.AgentPath is { } path)
            FieldRules.AbsolutePath($"{field}.agent_path", path);
        Token($"{field}.auth_token", agent.AuthToken);
    }

    private static void RepositoryPart(string field, string? text) => FieldRules.Require(
        text is { Length: > 0 and <= 100 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && text[0] is not ('.' or '-'),
        field, "must be letters, digits, '.', '-' and '_', beginning with a letter, digit or '_'.");

    /// <summary>A token ends up in a header's line.</summary>
    private static void Token(string field, string? token) => FieldRules.Require(
        token is null || (token.Length is > 0 and <= 4096 && token.All(c => c is > ' ' and < '\x7f')), field, "must be 1 to 4096 printable ASCII characters without blanks.");
}
