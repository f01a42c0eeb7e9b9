using System.Globalization;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Accounts;

/// <summary>
/// Looks accounts up in the image's own files. A static program has no NSS, and the files may change while the devbox
/// runs: they are small and read each time.
/// </summary>
/// <param name="root">The directory that holds <c>etc</c>: <c>/</c>.</param>
internal sealed class AccountTable(string root)
{
    private const long LongestFile = 4 << 20;

    /// <summary>The account that a text names: a name or number, either with <c>:group</c>; null is root.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>.</exception>
    public Account Find(string? user)
    {
        var (name, group) = user is null or "" ? ("root", null) : Split(user);
        var account = FindUser(name);
        if (group is null)
            return account;
        var gid = Number(group) ?? FindGroup(group)
            ?? throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no group '{group}'.");
        // As in `docker run -u user:group`: a named group replaces all.
        return account with { Gid = gid, Groups = [] };
    }

    private static (string Name, string? Group) Split(string user)
    {
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (user, null) : (user[..colon], user[(colon + 1)..]);
    }

    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private Account FindUser(string name)
    {
        var number = Number(name);
        foreach (var fields in Lines("etc/passwd"))
        {
            if (fields.Length < 7 || Number(fields[2]) is not { } uid || Number(fields[3]) is not { } gid)
                continue;
            if (fields[0] == name || uid == number)
                return new Account(fields[0], uid, gid, GroupsOf(fields[0], gid), Or(fields[5], "/"), Or(fields[6], "/bin/sh"));
        }

        if (number is { } unnamed)
            return new Account(name, unnamed, unnamed == 0 ? 0 : unnamed, [], "/", "/bin/sh");
        return name == "root"
            ? Account.Root
            : throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no user '{name}'.");
    }

    private uint[] GroupsOf(string name, uint primary)
    {
        var groups = new List<uint> { primary };
        foreach (var fields in Lines("etc/group"))
        {
            if (fields.Length >= 4 && Number(fields[2]) is { } gid && gid != primary && fields[3].Split(',').Contains(name))
                groups.Add(gid);
        }

        return [.. groups];
    }

    private uint? FindGroup(string name)
    {
        foreach (var fields in Lines("etc/group"))
        {
            if (fields.Length >= 3 && fields[0] == name)
                return Number(fields[2]);
        }

        return null;
    }

    private IEnumerable<string[]> Lines(string file)
    {
        var info = new FileInfo(Path.Combine(root, file));
        // A pipe or a giant in its place must not hold the agent up.
        if (!info.Exists || info.Length is 0 or > LongestFile)
            yield break;
        foreach (var line in File.ReadLines(info.FullName))
            yield return line.Split(':');
    }

    private static string Or(string text, string other) => text.Length == 0 ? other : text;
}
