namespace BenchCluster.Client.Harbor;

/// <summary>Reads the services beside the main one.</summary>
internal static class ComposeServices
{
    private const string Main = "main";

    /// <summary>One of them.</summary>
    /// <param name="folder">The task's folder.</param>
    /// <param name="name">Its name, by which others find it.</param>
    /// <param name="section">What is said of it.</param>
    /// <param name="all">All services, by their names.</param>
    public static HarborService Read(string folder, string name, ComposeSection section, IReadOnlyDictionary<string, ComposeSection> all)
    {
        section.Ignore("deploy", "container_name", "restart", "init", "tty", "stdin_open", "expose", "ports", "pull_policy", "platform", "stop_grace_period", "logging", "networks");
        if (section.Text("hostname") is { } hostname && hostname != name)
            section.Refuse("hostname", $"expected the service's own name, '{name}'");
        if (section.Has("network_mode"))
            section.Refuse("network_mode", "a service has the network of the main container");
        foreach (var (_, network) in section.Items("networks"))
        {
            if (network?.Has("aliases") is true)
                section.Refuse("networks", "a service is found by its own name, and by no other");
        }

        var program = Words(section, "entrypoint");
        var entrypoint = program is [var first, ..] ? first : null;
        var command = Words(section, "command");
        var service = new HarborService
        {
            Name = name,
            Env = section.Pairs("environment"),
            Options = string.Join(' ', Options(section, entrypoint).Select(ShellQuote.Of)),
            // With a program of its own, a service has none of its image's arguments.
            Command = entrypoint is null ? command : [.. program!.Skip(1), .. command ?? []],
            After = DependenciesOf(section, all),
        };
        return WithImage(folder, section, service);
    }

    /// <summary>Volumes with names, of one container's.</summary>
    public static IEnumerable<string> NamedVolumes(ComposeSection section) =>
        section.Items("volumes").Select(item => item.Text?.Split(':')[0] ?? (item.Section?.Text("type") is "volume" ? item.Section.Text("source") : null))
            .OfType<string>().Where(source => source.Length > 0 && !IsPath(source));

    /// <summary>Ports that a container says it listens on.</summary>
    public static IEnumerable<string> Ports(ComposeSection section) =>
        section.Items("ports").Select(item => item.Text?.Split(':')[^1] ?? item.Section?.Text("target"))
            .Concat(section.Items("expose").Select(item => item.Text))
            .OfType<string>().Select(port => port.Split('/')[0]).Where(port => port.Length > 0);

    private static IEnumerable<string> Options(ComposeSection section, string? entrypoint)
    {
        foreach (var option in ComposeHealth.OptionsOf(section))
            yield return option;
        if (section.Text("user") is { } user)
            yield return $"--user={user}";
        if (section.Text("working_dir") is { } directory)
            yield return $"--workdir={directory}";
        if (entrypoint is not null)
            yield return $"--entrypoint={entrypoint}";
    }

    /// <summary>A list as it is; a text as its words are, which no shell sees.</summary>
    private static IReadOnlyList<string>? Words(ComposeSection section, string key)
    {
        var (text, list) = section.TextOrList(key);
        return list ?? (text is null ? null : ShellQuote.Split(text));
    }

    private static List<string> DependenciesOf(ComposeSection section, IReadOnlyDictionary<string, ComposeSection> all)
    {
        var names = new List<string>();
        foreach (var (name, condition) in section.Items("depends_on"))
        {
            if (condition?.Text("condition") is "service_completed_successfully")
                section.Refuse("depends_on", $"services run until the task is over, and '{name}' is to end before");
            if (name is null || !all.ContainsKey(name))
                section.Refuse("depends_on", $"there is no service '{name}'");
            else if (name != Main) // Which is there before all others.
                names.Add(name);
        }

        return names;
    }

    private static HarborService WithImage(string folder, ComposeSection section, HarborService service)
    {
        var environment = Path.Combine(folder, "environment");
        var image = section.Text("image");
        var files = Files(environment, section);
        if (section.Has("build"))
        {
            var build = section.Section("build");
            var context = Path.GetFullPath(Path.Combine(environment, build?.Text("context") ?? section.Text("build") ?? "."));
            var dockerfile = Path.GetFullPath(Path.Combine(context, build?.Text("dockerfile") ?? "Dockerfile"));
            var arguments = build?.Pairs("args") ?? new Dictionary<string, string>();
            build?.RefuseUnknown();
            if (files.Count > 0)
                section.Refuse("volumes", "files are put into services of an image only, not into those that are built");
            if (!IsWithin(environment, context) || !IsWithin(environment, dockerfile) || !File.Exists(dockerfile))
            {
                section.Refuse("build", "expected a folder within environment/ with a Dockerfile");
                return service;
            }

            return service with { Context = context, Dockerfile = File.ReadAllText(dockerfile), BuildArgs = arguments };
        }

        if (image is null or "")
            section.Refuse("image", "either image or build must be given");
        return files.Count == 0
            ? service with { Image = image }
            : service with { Context = environment, Dockerfile = string.Concat([$"FROM {image}\n", .. files.Select(file => $"COPY [\"{file.Source}\", \"{file.Target}\"]\n")]) };
    }

    /// <summary>Files and folders of environment/ that are to be seen in the container: copied, since it may be on another machine.</summary>
    private static List<(string Source, string Target)> Files(string environment, ComposeSection section)
    {
        var files = new List<(string, string)>();
        foreach (var (text, volume) in section.Items("volumes"))
        {
            var (source, target) = volume is null
                ? (text?.Split(':') is [var from, var to, ..] ? (from, to) : ("", ""))
                : (volume.Text("source") ?? "", volume.Text("target") ?? "");
            volume?.Ignore("type", "read_only");
            volume?.RefuseUnknown();
            if (!IsPath(source))
                continue; // A volume of its own is as good as the container's disk.
            var path = Path.GetFullPath(Path.Combine(environment, source));
            if (!IsWithin(environment, path) || (!File.Exists(path) && !Directory.Exists(path)) || !target.StartsWith('/') || target.Contains('"', StringComparison.Ordinal))
                section.Refuse("volumes", $"expected a file or folder within environment/ and a place in the container, found '{text ?? source}'");
            else
                files.Add((Path.GetRelativePath(environment, path) + (Directory.Exists(path) ? "/" : ""), target + (Directory.Exists(path) ? "/" : "")));
        }

        return files;
    }

    private static bool IsPath(string source) => source.StartsWith('.') || source.StartsWith('/') || source.StartsWith('~');

    private static bool IsWithin(string folder, string path) =>
        path == Path.GetFullPath(folder) || path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
