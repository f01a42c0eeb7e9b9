using System.Text.RegularExpressions;

namespace BenchCluster.Blueprints;

/// <summary>
/// Gives secrets to the <c>RUN</c> instructions of a Dockerfile, each as a file <c>/run/secrets/NAME</c> and, in the shell
/// form, as a variable. They are mounted for the time of the instruction and are neither in a layer nor in the history.
/// </summary>
internal static partial class DockerfileSecrets
{
    /// <summary>The Dockerfile whose instructions have the secrets.</summary>
    /// <param name="names">The variables, which are the ids of the mounts too.</param>
    public static string Mount(string dockerfile, IReadOnlyCollection<string> names) => names.Count == 0
        ? dockerfile
        : RunInstruction().Replace(dockerfile, match => Instruction(match.Groups["flags"].Value, match.Groups["command"].Value, names));

    /// <summary>One instruction of the shell form, or of the exec form with a shell of its own.</summary>
    /// <param name="command">A command for the shell.</param>
    public static string Run(string command, IReadOnlyCollection<string> names, IReadOnlyCollection<string> otherMounts)
    {
        var flags = string.Concat(names.Concat(otherMounts).Select(MountOf));
        // The exec form takes any text; a line break or a quote in the command cannot end the instruction.
        var argument = System.Text.Json.JsonSerializer.Serialize(Exports(names) + command);
        return $"RUN {flags}[\"/bin/sh\", \"-c\", {argument}]";
    }

    private static string Instruction(string flags, string command, IReadOnlyCollection<string> names)
    {
        var exports = "";
        var mounted = new HashSet<string>();
        flags = SecretMount().Replace(flags, match => OwnMount(match.Groups["options"].Value, mounted, ref exports));
        var missing = names.Where(name => !mounted.Contains(name)).ToList();
        var prefix = command.StartsWith('[') ? "" : exports + Exports(missing);
        return $"RUN {string.Concat(missing.Select(MountOf))}{flags}{prefix}{command}";
    }

    /// <summary>A mount that the Dockerfile asks for itself; that it be a variable is newer than the engine's builder.</summary>
    private static string OwnMount(string options, HashSet<string> mounted, ref string exports)
    {
        var parts = options.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToLookup(part => part[0], part => part[1].Trim('"'));
        var target = parts["target"].Concat(parts["dst"]).Concat(parts["destination"]).FirstOrDefault();
        var id = parts["id"].FirstOrDefault() ?? Path.GetFileName(target ?? "");
        mounted.Add(id);
        if (parts["env"].FirstOrDefault() is { } variable)
            exports += Export(variable, target ?? $"/run/secrets/{id}");
        return $"--mount={string.Join(',', options.Split(',').Where(part => !part.StartsWith("env=", StringComparison.Ordinal)))}";
    }

    /// <summary>Readable for whoever the instruction runs as.</summary>
    private static string MountOf(string name) => $"--mount=type=secret,id={name},mode=0444 ";

    private static string Exports(IEnumerable<string> names) => string.Concat(names.Select(name => Export(name, $"/run/secrets/{name}")));

    private static string Export(string variable, string path) => $"export {variable}=\"$(cat {path})\"; ";

    [GeneratedRegex("""(?<=^|(?<!\\[ \t\r]*)\n)[ \t]*RUN(?:[ \t]|\\[ \t]*\r?\n)+(?<flags>(?:--[^\s]+(?:[ \t]|\\[ \t]*\r?\n)+)*)(?<command>[^\s])""", RegexOptions.IgnoreCase)]
    private static partial Regex RunInstruction();

    [GeneratedRegex("""--mount=(?<options>(?:[^\s,]+,)*type=secret(?:,[^\s,]+)*)""")]
    private static partial Regex SecretMount();
}
