using System.Globalization;
using System.Text;
using BenchCluster.Agent.Files;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Accounts;

/// <summary>
/// Looks accounts up in the image's own files. A static program has no NSS, and the files may change while the devbox
/// runs: they are small and read each time. Whatever the devbox puts in their place holds nothing up.
/// </summary>
/// <param name="root">The directory that holds <c>etc</c>: <c>/</c>.</param>
internal sealed class AccountTable(string root)
{
    private const int LongestFile = 4 << 20;

    /// <summary>The account that a text names: a name or number, either with <c>:group</c>; null is root.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>.</exception>
    public Account Find(string? user)
    {
        // Root is a number, whatever the image calls it.
        var (name, group) = user is null or "" ? ("0", null) : Split(user);
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

    /// <summary>An id; the largest number is none, but "do not change" to the system.</summary>
    private static uint? Number(ReadOnlySpan<char> text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;

    private Account FindUser(string name)
    {
        var number = Number(name);
        foreach (var line in Lines("etc/passwd"))
        {
            var fields = line.Split(':');
            if (fields.Length < 7 || Number(fields[2]) is not { } uid || Number(fields[3]) is not { } gid)
                continue;
            if (fields[0] == name || uid == number)
                return new Account(fields[0], uid, gid, GroupsOf(fields[0], gid), Or(fields[5], "/"), Or(fields[6], "/bin/sh"));
        }

        if (number is { } unnamed)
            return unnamed == 0 ? Account.Root : new Account(name, unnamed, unnamed, [], "/", "/bin/sh");
        return name == "root"
            ? Account.Root
            : throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no user '{name}'.");
    }

    private uint[] GroupsOf(string name, uint primary)
    {
        var groups = new List<uint> { primary };
        foreach (var line in Lines("etc/group"))
        {
            // Most groups have no members, and most members are others.
            if (!line.Contains(name, StringComparison.Ordinal))
                continue;
            var fields = line.Split(':');
            if (fields.Length >= 4 && Number(fields[2]) is { } gid && gid != primary && fields[3].Split(',').Contains(name))
                groups.Add(gid);
        }

        return [.. groups];
    }

    private uint? FindGroup(string name)
    {
        foreach (var line in Lines("etc/group"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 3 && fields[0] == name)
                return Number(fields[2]);
        }

        return null;
    }

    private string[] Lines(string file) =>
        KnownFile.ReadSmall(Path.Combine(root, file), LongestFile) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n') : [];

    private static string Or(string text, string other) => text.Length == 0 ? other : text;
}
