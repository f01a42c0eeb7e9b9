using System.Security.Cryptography;
using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Mounts;

namespace BenchCluster.Blueprints;

/// <summary>What a blueprint's image is made of.</summary>
internal static class BlueprintRecipe
{
    /// <summary>The home of the base image's user.</summary>
    private const string BaseHome = "/home/user";

    /// <summary>An argument of a command may not be longer than 128 KiB, nor all of them than some 2 MiB; a line of a Dockerfile not than 64 KiB.</summary>
    private const int PieceLength = 8 * 1024;

    private const int MostPieces = 100;

    /// <summary>The Dockerfile to build: the request's, or the base, then files, repositories and setup commands.</summary>
    /// <param name="from">The image of one that has no Dockerfile, or whose Dockerfile begins with Runloop's.</param>
    /// <param name="isOnBase">Whether the image is the base image, or is built on it.</param>
    /// <param name="gitHost">Where repositories are cloned from.</param>
    public static string Dockerfile(BlueprintCreateRequest request, string from, bool isOnBase = true, string gitHost = "https://github.com")
    {
        var secrets = (request.Secrets ?? new Dictionary<string, string>()).Keys.Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder(
            string.IsNullOrWhiteSpace(request.Dockerfile) ? $"FROM {from}" : DockerfileSecrets.Mount(StarterImage.Replace(request.Dockerfile, from).TrimEnd(), secrets));
        foreach (var (path, content) in (request.FileMounts ?? new Dictionary<string, string>()).OrderBy(file => file.Key, StringComparer.Ordinal))
            AddFile(text, path, content, isOnBase);
        for (var i = 0; i < (request.CodeMounts?.Count ?? 0); i++)
            AddRepository(text, request.CodeMounts![i], TokenId(i), secrets, isOnBase, gitHost);
        foreach (var command in request.SystemSetupCommands ?? [])
            text.Append('\n').Append(DockerfileSecrets.Run(SetupCommand.Of(command), secrets, []));
        return text.Append('\n').ToString();
    }

    /// <summary>The id of the secret mount with a repository's token.</summary>
    public static string TokenId(int codeMount) => $"bench-code-{codeMount}";

    /// <summary>The hash of everything that goes into the image, lower-case hex.</summary>
    /// <param name="secretVersions">The id and last change of each secret, by its variable.</param>
    /// <param name="isOffline">Whether it is built without a network.</param>
    public static string Hash(
        BlueprintCreateRequest request, string dockerfile, string? contextSha256, IReadOnlyDictionary<string, string>? secretVersions = null,
        bool isOffline = false)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string part)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        Add(dockerfile);
        Add(contextSha256 ?? "");
        foreach (var (name, value) in (request.BuildArgs ?? new Dictionary<string, string>()).OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Add(name);
            Add(value);
        }

        foreach (var (name, version) in (secretVersions ?? new Dictionary<string, string>()).OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            Add($"secret {name}");
            Add(version);
        }

        // What cannot be built without a network can with one, and is not to fail because of the other.
        if (isOffline)
            Add("no network");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Written by a shell, which every image that has setup commands has too.</summary>
    private static void AddFile(StringBuilder text, string path, string content, bool isOnBase)
    {
        var quoted = ShellText.Quote(path);
        var owner = isOnBase && path.StartsWith($"{BaseHome}/", StringComparison.Ordinal) ? $" && chown -R user:user {BaseHome}" : "";
        AddCommand(text, $"mkdir -p \"$(dirname {quoted})\" && : > {quoted}{owner}", []);
        foreach (var pieces in Pieces(content).Chunk(MostPieces))
            AddCommand(text, $"printf %s \"$@\" >> {quoted}", pieces);
    }

    private static void AddCommand(StringBuilder text, string command, string[] arguments)
    {
        text.Append("\nRUN [\"/bin/sh\", \"-c\", ").Append(Json(command));
        if (arguments.Length > 0)
            text.Append(", \"sh\"");
        foreach (var argument in arguments)
            text.Append(", \\\n").Append(Json(argument));
        text.Append(']');
    }

    private static void AddRepository(
        StringBuilder text, CodeMountParameters code, string tokenId, IReadOnlyCollection<string> secrets, bool isOnBase, string gitHost)
    {
        var (directory, url) = (ShellText.Quote(code.RepoName), ShellText.Quote($"{gitHost}/{code.RepoOwner}/{code.RepoName}.git"));
        var home = isOnBase ? BaseHome : "\"${HOME:-/root}\"";
        var token = code.Token is null ? "" : $"-c http.extraHeader=\"Authorization: Basic $(printf 'x-access-token:%s' \"$(cat /run/secrets/{tokenId})\" | base64 | tr -d '\\n')\" ";
        var checkout = code.GitRef is null ? "" : $" && git -C {directory} checkout --quiet {ShellText.Quote(code.GitRef)}";
        var owner = isOnBase ? $" && chown -R user:user {directory}" : "";
        text.Append('\n').Append(DockerfileSecrets.Run(
            $"cd {home} && GIT_TERMINAL_PROMPT=0 git {token}clone --quiet {url} {directory}{checkout}{owner}", [], code.Token is null ? [] : [tokenId]));
        if (code.InstallCommand is { } install)
            text.Append('\n').Append(DockerfileSecrets.Run($"cd {home}/{directory} && {{ {install}\n}}", secrets, []));
    }

    private static IEnumerable<string> Pieces(string content)
    {
        for (var start = 0; start < content.Length;)
        {
            var length = Math.Min(PieceLength, content.Length - start);
            // Not between the two halves of a character.
            if (start + length < content.Length && char.IsHighSurrogate(content[start + length - 1]))
                length--;
            yield return content.Substring(start, length);
            start += length;
        }
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
