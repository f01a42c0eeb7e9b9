using BenchCluster.Devboxes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BenchCluster.Client.Harbor;

/// <summary>
/// Reads <c>environment/docker-compose.yaml</c>. Its containers share the devbox's network and find each other by name on the
/// loopback; what cannot be had that way (networks apart from each other, files in common, one port twice) is refused.
/// </summary>
internal static class HarborComposeReader
{
    private const string Main = "main";
    private static readonly string[] KeepAlive = ["sleep infinity", "sh -c sleep infinity", "bash -c sleep infinity", "tail -f /dev/null", "sleep inf"];

    /// <summary>What it says; null where there is no such file, or it cannot be read.</summary>
    public static HarborCompose? Read(string folder, Func<string, string?> environment, HarborProblems problems)
    {
        if (HarborEnvironmentReader.ComposeFiles.FirstOrDefault(name => File.Exists(Path.Combine(folder, "environment", name))) is not { } name)
            return null;
        var file = $"environment/{name}";
        if (Parse(Path.Combine(folder, file), file, problems) is not { } node)
            return null;
        var root = new ComposeSection(node, file, "", environment, problems);
        root.Ignore("version", "name", "volumes");
        var networks = root.Section("networks");
        if (root.Section("services") is not { } services)
        {
            root.Refuse("services", "expected a mapping");
            return null;
        }

        root.RefuseUnknown();
        var all = services.Keys.ToDictionary(key => key, key => services.Section(key) ?? Empty(services, key, file, environment, problems));
        if (!all.TryGetValue(Main, out var main))
        {
            root.Refuse("services", "there is no service 'main', in which agents work");
            return null;
        }

        var compose = ReadMain(main);
        var beside = all.Where(pair => pair.Key != Main).Select(pair => ComposeServices.Read(folder, pair.Key, pair.Value, all)).ToList();
        RefuseWhatIsShared(root, all);
        foreach (var section in all.Values)
            section.RefuseUnknown();
        return compose with { Network = compose.Network ?? NetworkOf(root, networks, all), Services = Sorted(root, beside) };
    }

    private static ComposeSection Empty(ComposeSection services, string key, string file, Func<string, string?> environment, HarborProblems problems)
    {
        services.Refuse(key, "expected a mapping");
        return new ComposeSection([], file, services.Name(key), environment, problems);
    }

    private static YamlMappingNode? Parse(string path, string file, HarborProblems problems)
    {
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode node }])
                return node;
            problems.Refuse(file, null, "expected one YAML document with a mapping");
        }
        catch (YamlException error)
        {
            problems.Refuse(file, $"line {error.Start.Line}", $"not valid YAML: {error.Message}");
        }

        return null;
    }

    private static HarborCompose ReadMain(ComposeSection main)
    {
        // Size and image are task.toml's, places for logs the cluster's own.
        main.Ignore("deploy", "container_name", "hostname", "restart", "init", "tty", "stdin_open", "expose", "ports", "pull_policy", "platform", "depends_on", "stop_grace_period", "networks");
        if (main.Section("build") is { } build)
        {
            build.Ignore("dockerfile", "context");
            if ((build.Text("context") ?? "") is not ("" or "." or "./") || (build.Text("dockerfile") ?? "Dockerfile") is not ("Dockerfile" or "./Dockerfile"))
                build.Refuse("context", "the main container is built of environment/Dockerfile");
            build.RefuseUnknown();
        }
        else if (main.Text("build") is not (null or "" or "." or "./"))
            main.Refuse("build", "the main container is built of environment/Dockerfile");
        var (text, words) = main.TextOrList("command");
        if ((words is null ? text : string.Join(' ', words)) is { } command && !KeepAlive.Contains(command.Trim()))
            main.Refuse("command", "the main container only waits for the agent; what else is to run there is not started");
        if (main.Has("entrypoint") && !KeepAlive.Contains(string.Join(' ', main.Texts("entrypoint"))))
            main.Refuse("entrypoint", "the main container only waits for the agent; what else is to run there is not started");
        foreach (var (volume, section) in main.Items("volumes"))
        {
            // Harbor's own are empty on both sides.
            if (section is not null || volume is not (":" or "" or null))
                main.Refuse("volumes", "the main container has no files but its image's");
        }

        var mode = main.Text("network_mode");
        if (mode is not (null or "" or "bridge" or "none"))
            main.Refuse("network_mode", $"expected bridge or none, found {mode}");
        return new HarborCompose
        {
            Image = main.Text("image") is { Length: > 0 } image ? image : null,
            Env = main.Pairs("environment").Where(pair => pair.Key != "TEST_DIR").ToDictionary(),
            WorkingDirectory = main.Text("working_dir"),
            Healthcheck = ComposeHealth.Of(main),
            Network = mode is "none" ? NetworkMode.NoNetwork : null,
            Services = [],
        };
    }

    /// <summary>One network is had; that none of it leads outside, too.</summary>
    private static NetworkMode? NetworkOf(ComposeSection root, ComposeSection? networks, Dictionary<string, ComposeSection> services)
    {
        var named = services.Values.Select(service => string.Join(",", service.Items("networks").Select(item => item.Text).Order(StringComparer.Ordinal))).Distinct().ToList();
        if (named.Count > 1)
        {
            root.Refuse("networks", "all containers share one network here; that some cannot reach others would not hold");
            return null;
        }

        var used = named.SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return used.Count > 0 && used.All(name => networks?.Section(name)?.Text("internal") is "true") ? NetworkMode.NoNetwork : null;
    }

    private static void RefuseWhatIsShared(ComposeSection root, Dictionary<string, ComposeSection> services)
    {
        var volumes = services.SelectMany(service => ComposeServices.NamedVolumes(service.Value).Distinct()).GroupBy(name => name);
        foreach (var shared in volumes.Where(group => group.Count() > 1))
            root.Refuse("volumes", $"'{shared.Key}' is of several containers, which have no files in common here");
        var ports = services.SelectMany(service => ComposeServices.Ports(service.Value).Distinct()).GroupBy(port => port);
        foreach (var shared in ports.Where(group => group.Count() > 1))
            root.Refuse("services", $"the port {shared.Key} is of several containers, which share one network here");
    }

    private static List<HarborService> Sorted(ComposeSection root, List<HarborService> services)
    {
        var sorted = new List<HarborService>();
        while (services.Count > 0)
        {
            var next = services.Find(service => service.After.All(name => sorted.Exists(before => before.Name == name)));
            if (next is null)
            {
                root.Refuse("services", $"{string.Join(", ", services.Select(service => service.Name))} depend on each other, or on what is not there");
                return [];
            }

            services.Remove(next);
            sorted.Add(next);
        }

        return sorted;
    }
}
