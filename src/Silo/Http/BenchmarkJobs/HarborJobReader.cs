using BenchCluster.BenchmarkJobs;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>
/// Reads a Harbor job file. A field that would change what scores mean, and is not supported, is refused; one without
/// bearing on them is noted. Pure.
/// </summary>
internal static class HarborJobReader
{
    private const int DefaultConcurrency = 4;
    private const string Client = "has no effect: the job runs on the cluster, which keeps its own results";
    private const string Always = "has no effect: environments are built once for their content and always removed after a trial";

    /// <summary>The file.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>.</exception>
    public static HarborJobFile Read(string yaml)
    {
        var notes = new List<string>();
        var root = new YamlSection(Root(yaml), "", notes);
        var orchestrator = root.Section("orchestrator");
        var retry = root.Value("retry") is null ? orchestrator.Section("retry") : root.Section("retry");
        ReadEnvironment(root.Section("environment"));
        var scoreIn = ReadVerifier(root.Section("verifier"));
        var factor = root.Number("timeout_multiplier") ?? 1;
        root.Ignore(Client, "jobs_dir", "debug", "metrics");
        root.Ignore("has no effect: what a task names in its own artifacts is kept", "artifacts");
        if (orchestrator.Text("type") is { } type and not "local")
            throw orchestrator.Refuse("type", $"only 'local' is known, found '{type}'.");
        foreach (var field in (string[])["agent_setup_timeout_multiplier", "environment_build_timeout_multiplier"])
            root.Ignore("has no effect: only the times of agents and verifiers are multiplied", field);
        orchestrator.Ignore("has no effect", "kwargs");
        retry.Ignore(
            "has no effect: failures of the infrastructure are tried again, and nothing else",
            "include_exceptions", "exclude_exceptions", "wait_multiplier", "min_wait_sec", "max_wait_sec");
        var file = new HarborJobFile
        {
            Name = root.Text("job_name"),
            Trials = Positive(root, "n_attempts") ?? 1,
            Concurrency = Positive(root, "n_concurrent_trials") ?? Positive(orchestrator, "n_concurrent_trials") ?? DefaultConcurrency,
            Retries = retry.Whole("max_retries") ?? 0,
            // Harbor's rule: one of a part's own goes before the one for all.
            TimeoutFactor = root.Number("agent_timeout_multiplier") ?? factor,
            VerifierTimeoutFactor = root.Number("verifier_timeout_multiplier") ?? factor,
            ScoreIn = scoreIn,
            IsQuiet = root.Flag("quiet") ?? orchestrator.Flag("quiet"),
            Agents = [.. root.Sections("agents").Select(ReadAgent)],
            Datasets = [.. root.Sections("datasets").Select(ReadDataset)],
            Tasks = [.. root.Sections("tasks").Select(ReadTask)],
            Notes = notes,
        };
        if (file.Agents.Count == 0)
            throw root.Refuse("agents", "must have at least one agent.");
        if (file.Datasets.Count + file.Tasks.Count == 0)
            throw root.Refuse("datasets", "the file names neither datasets nor tasks, so there is nothing to run.");
        retry.NoteUnknown();
        orchestrator.NoteUnknown();
        root.NoteUnknown();
        return file;
    }

    private static YamlMappingNode Root(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw BenchException.Invalid("spec.inline_yaml", "must be one YAML document with a mapping.");
        }
        catch (YamlException e)
        {
            throw BenchException.Invalid("spec.inline_yaml", $"line {e.Start.Line}: not valid YAML: {e.Message}");
        }
    }

    private static void ReadEnvironment(YamlSection section)
    {
        if (section.Text("type") is { } type and not "docker")
            throw section.Refuse("type", $"only 'docker' is supported, found '{type}'.");
        foreach (var field in (string[])["import_path", "override_gpus", "mounts_json", "mounts", "override_cpus", "override_memory_mb", "override_storage_mb", "env"])
        {
            if (section.Value(field) is not null)
                throw section.Refuse(field, "is not supported; with the task's own environment scores would mean something else.");
        }

        section.Ignore(Always, "force_build", "delete", "suppress_override_warnings", "kwargs");
        section.NoteUnknown();
    }

    /// <summary>Where work is scored; null where the file does not say.</summary>
    private static ScoreIn? ReadVerifier(YamlSection section)
    {
        foreach (var field in (string[])["override_timeout_sec", "max_timeout_sec", "env", "import_path"])
        {
            if (section.Value(field) is not null)
                throw section.Refuse(field, "is not supported; the task's own verifier settings hold.");
        }

        if (section.Flag("disable") is true)
            throw section.Refuse("disable", "is not supported: a run without a verifier has no score.");
        var text = section.Text("score_in");
        var place = ScoringPlace.Parse(text);
        if (text is not null && place is null)
            throw section.Refuse("score_in", $"must be one of {string.Join(", ", Enum.GetValues<ScoreIn>().Select(WireJson.NameOf))}, found '{text}'.");
        section.NoteUnknown();
        return place;
    }

    private static JobAgentConfig ReadAgent(YamlSection section)
    {
        if (section.Value("import_path") is not null)
            throw section.Refuse("import_path", "agents that are Python classes are not supported; name a recipe, or give kwargs.command.");
        var env = section.Map("env");
        section.Ignore("has no effect: installing has a time of its own", "override_setup_timeout_sec");
        foreach (var field in (string[])["mcp_servers", "skills", "load_trajectory"])
        {
            if (section.Value(field) is not null)
                throw section.Refuse(field, "is not supported; with what tasks give to their agents alone scores would mean something else.");
        }

        var limit = section.Number("max_timeout_sec");
        var timeout = section.Number("override_timeout_sec");
        if (limit is not null && timeout is null)
            section.Ignore("has no effect without override_timeout_sec: tasks' own times hold", "max_timeout_sec");
        var kwargs = section.Map("kwargs");
        var agent = new JobAgentConfig
        {
            Name = section.Text("name") ?? throw section.Refuse("name", "is required."),
            ModelName = section.Text("model_name"),
            TimeoutSeconds = timeout is { } seconds ? Math.Min(seconds, limit ?? seconds) : null,
            Kwargs = kwargs.Count > 0 ? kwargs : null,
            AgentEnvironment = env.Count > 0 ? new JobAgentEnvironment { EnvironmentVariables = env } : null,
        };
        section.NoteUnknown();
        return agent;
    }

    private static HarborJobDataset ReadDataset(YamlSection section)
    {
        var path = section.Text("path");
        var name = section.Text("name");
        if ((path is null) == (name is null))
            throw section.Refuse("path", "either path or name must be given.");
        var version = section.Text("version") ?? section.Text("ref");
        section.Ignore(
            "has no effect: the dataset is the benchmark of that name on the cluster",
            "registry", "registry_url", "registry_path", "overwrite", "download_dir");
        var last = LastPart(path ?? name!);
        IReadOnlyList<string> names = version is null ? [name ?? last, last] : [$"{name}@{version}", name ?? last, last];
        var dataset = new HarborJobDataset(
            section.Name(path is null ? "name" : "path"), [.. names.Distinct()],
            section.Texts("task_names") ?? [], section.Texts("exclude_task_names") ?? [], section.Whole("n_tasks"));
        section.NoteUnknown();
        return dataset;
    }

    private static string ReadTask(YamlSection section)
    {
        section.Ignore("has no effect: the task is the scenario of that name on the cluster", "git_url", "git_commit_id", "overwrite", "download_dir", "source", "ref");
        var task = section.Text("name") ?? (section.Text("path") is { } path ? LastPart(path) : null) ?? throw section.Refuse("path", "is required.");
        section.NoteUnknown();
        return task;
    }

    private static int? Positive(YamlSection section, string field) => section.Whole(field) is not { } number ? null
        : number >= 1 ? number
        : throw section.Refuse(field, "must be at least 1.");

    private static string LastPart(string path) => path.TrimEnd('/').Split('/')[^1];
}
