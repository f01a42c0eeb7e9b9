using BenchCluster.Client.Harbor;
using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.Tests.Harbor;

public sealed class HarborDatasetTests : IDisposable
{
    private readonly TaskFolders _tasks = new();

    public void Dispose() => _tasks.Dispose();

    [Fact]
    public async Task A_minimal_task_is_read_with_the_formats_defaults()
    {
        _tasks.Add("hello");

        var task = await OnlyTaskAsync();

        Assert.Equal(("hello", "Say hello.", "FROM scratch", null), (task.Name, task.Instruction, task.Dockerfile, task.Image));
        Assert.Equal((600, 600, 600), (task.Verifier.TimeoutSec, task.Agent.TimeoutSec, task.BuildTimeoutSec));
        Assert.Null(task.Solution);
    }

    [Fact]
    public async Task All_of_a_task_is_read()
    {
        _tasks.Add(
            "folder",
            """
            [task]
            name = "org/sort"
            keywords = ["sorting", "bash"]
            [metadata]
            difficulty = "hard"
            tags = ["a", "b"]
            [agent]
            timeout_sec = 1200.5
            user = 1000
            [verifier]
            timeout_sec = 30
            user = "tester"
            env = { MODE = "strict" }
            [solution]
            env = { KEY = "k" }
            [environment]
            cpus = 2
            memory_mb = 4096
            storage_mb = 20480
            allow_internet = false
            workdir = "/src"
            env = { A = "1" }
            [[environment.mcp_servers]]
            name = "tools"
            transport = "http"
            url = "http://tools:8000/mcp"
            [environment.healthcheck]
            command = "true"
            retries = 3
            start_period_sec = 10
            start_interval_sec = 1
            """,
            ("solution/solve.sh", "sort"));

        var task = await OnlyTaskAsync();

        Assert.Equal("org/sort", task.Name);
        Assert.Equal(("sort", "/src", "tester"), (task.Solution, task.WorkingDirectory, task.Verifier.User));
        Assert.Equal((1200.5, "1000", 30), (task.Agent.TimeoutSec, task.Agent.User, task.Verifier.TimeoutSec));
        Assert.Equal(("hard", "a, b", "sorting, bash"), (task.Metadata["difficulty"], task.Metadata["tags"], task.Metadata["keywords"]));
        Assert.Equal(("strict", "k", "1"), (task.Verifier.Env!["MODE"], task.SolutionEnv!["KEY"], task.Env!["A"]));
        Assert.Equal(("true", 3), (task.Healthcheck!.Command, task.Healthcheck.Retries));
        Assert.Equal(new McpServer { Name = "tools", Transport = "streamable-http", Url = "http://tools:8000/mcp" }, Assert.Single(task.Agent.McpServers!));
        Assert.Equal((10, 1), (task.Healthcheck.StartPeriodSec, task.Healthcheck.StartIntervalSec));
        Assert.Equal((2, 4, 20), (task.Launch.CustomCpuCores, task.Launch.CustomGbMemory, task.Launch.CustomDiskSize));
        Assert.Equal(NetworkMode.NoNetwork, task.Launch.NetworkMode);
    }

    [Fact]
    public async Task A_devbox_outlives_its_agent_and_its_verifier()
    {
        _tasks.Add("long", "[agent]\ntimeout_sec = 36000\n[verifier]\ntimeout_sec = 1000");

        Assert.True((await OnlyTaskAsync()).Launch.KeepAliveTimeSeconds > 37_000);
    }

    [Theory]
    [InlineData("tests/test.sh", "tests/test.sh: there is no such file")]
    [InlineData("instruction.md", "instruction.md: there is no such file")]
    [InlineData("environment/Dockerfile", "environment: there is no such folder")]
    [InlineData("task.toml", "task.toml: there is no such file")]
    public async Task A_task_without_one_of_its_parts_is_refused(string missing, string reason)
    {
        _tasks.Add("hello", "", (missing, null));

        await AssertRefusedAsync(reason);
    }

    [Theory]
    [InlineData("instruction.md", "  \n", "instruction.md: it is empty")]
    [InlineData("environment/docker-compose.yaml", "services: {}", "environment/docker-compose.yaml: services: there is no service 'main'")]
    public async Task A_task_with_a_part_that_cannot_be_used_is_refused(string file, string text, string reason)
    {
        _tasks.Add("hello", "", (file, text));

        await AssertRefusedAsync(reason);
    }

    [Theory]
    [InlineData("[agent\ntimeout_sec = 1", "not valid TOML")]
    [InlineData("agent = 5", "task.toml: agent: expected a table, found 5")]
    [InlineData("[agent]\ntimeout_sec = \"long\"", "task.toml: agent.timeout_sec: expected a number, found the string \"long\"")]
    [InlineData("[verifier]\ntimeout_sec = -1", "task.toml: verifier.timeout_sec: expected a number of at least 0, found -1")]
    [InlineData("[environment]\ncpus = nan", "task.toml: environment.cpus: expected a number")]
    [InlineData("[environment]\ncpus = 64", "is more than the largest devbox")]
    [InlineData("[environment]\nmemory = \"lots\"", "task.toml: environment.memory: expected a size")]
    [InlineData("[environment]\ngpus = 1", "devboxes have no GPUs")]
    [InlineData("[environment]\nallow_internet = \"no\"", "task.toml: environment.allow_internet: expected true or false")]
    [InlineData("[environment]\nnetwork_mode = \"allowlist\"\nallowed_hosts = [\"pypi.org\"]", "task.toml: environment.network_mode: a list of allowed hosts is not supported")]
    [InlineData("[environment]\nallowed_hosts = [\"pypi.org\"]", "task.toml: environment.allowed_hosts: a list of allowed hosts is not supported")]
    [InlineData("[agent]\nallowed_hosts = [\"pypi.org\"]", "task.toml: agent.allowed_hosts: a list of allowed hosts is not supported")]
    [InlineData("[environment]\nnetwork_mode = \"public\"\nallowed_hosts = [\"a\"]", "hosts may only be listed with network_mode allowlist")]
    [InlineData("[environment]\nnetwork_mode = \"some\"", "expected public, no-network or allowlist, found some")]
    [InlineData("[verifier]\nnetwork_mode = \"no-network\"", "task.toml: verifier.network_mode: agent and verifier share a devbox")]
    [InlineData("[environment.tpu]\nchip_count = 8", "devboxes have no TPUs")]
    [InlineData("[environment]\nos = \"windows\"", "devboxes run Linux, found 'windows'")]
    [InlineData("[environment]\n[environment.healthcheck]\nretries = 1", "task.toml: environment.healthcheck.command: expected a command")]
    [InlineData("[[environment.mcp_servers]]\nname = \"x\"", "task.toml: environment.mcp_servers[0].url: must be given for sse")]
    [InlineData("[[environment.mcp_servers]]\nname = \"x\"\ntransport = \"stdio\"", "task.toml: environment.mcp_servers[0].command: must be given for stdio")]
    [InlineData("[[environment.mcp_servers]]\nurl = \"x\"", "task.toml: environment.mcp_servers[0].name: expected a name")]
    [InlineData("[[environment.mcp_servers]]\nname = \"x\"\ntransport = \"post\"", "task.toml: environment.mcp_servers[0].transport: expected sse, streamable-http or stdio, found post")]
    [InlineData("[verifier.environment]\ncpus = 1", "tests/Dockerfile: there is no such file, and task.toml has no verifier.environment.docker_image")]
    [InlineData("[verifier]\nenvironment_mode = \"shared\"\n[verifier.environment]\ndocker_image = \"x\"", "task.toml: verifier.environment_mode: shared, but there is an environment")]
    [InlineData("[verifier]\nenvironment_mode = \"mine\"", "task.toml: verifier.environment_mode: expected shared or separate, found mine")]
    [InlineData("[[verifier.collect]]\nservice = \"db\"\ncommand = \"dump\"", "task.toml: verifier.collect[0].service: commands are only run in the main container, not in 'db'")]
    [InlineData("[[verifier.collect]]\nuser = 5", "task.toml: verifier.collect[0].command: expected a command")]
    [InlineData("artifacts = [\"out.txt\"]", "task.toml: artifacts[0]: expected an absolute path below '/'")]
    [InlineData("artifacts = [\"/a/../b\"]", "task.toml: artifacts[0]: expected an absolute path below '/'")]
    [InlineData("artifacts = [{ source = \"/a\", destination = \"../b\" }]", "task.toml: artifacts[0].destination: expected a relative path")]
    [InlineData("artifacts = [{ source = \"/a\", service = \"db\" }]", "task.toml: artifacts[0].service: only what is in the main container is kept, not what is in 'db'")]
    [InlineData("artifacts = [5]", "task.toml: artifacts[0]: expected a path, or a table with a source")]
    [InlineData("[[steps]]\nname = \"one\"", "steps/one/instruction.md: there is no such file")]
    [InlineData("[[steps]]\nname = \"../one\"", "task.toml: steps[0].name: expected letters, digits, '-' and '_', found '../one'")]
    [InlineData("[[steps]]\nname = \"one\"\n[[steps]]\nname = \"one\"", "task.toml: steps[1].name: 'one' is another step's")]
    [InlineData("[[steps]]\nname = \"one\"\nmin_reward = \"high\"", "task.toml: steps[0].min_reward: expected a number")]
    [InlineData("[[steps]]\nname = \"one\"\n[steps.verifier]\nenvironment_mode = \"separate\"", "task.toml: steps[0].verifier.environment: a verifier's own environment is not supported in tasks of several steps")]
    [InlineData("[[steps]]\nname = \"one\"\n[steps.agent]\nnetwork_mode = \"no-network\"", "task.toml: steps[0].agent.network_mode: all steps share a devbox")]
    [InlineData("multi_step_reward_strategy = \"best\"", "task.toml: multi_step_reward_strategy: expected mean or final, found best")]
    [InlineData("[verifier.env]\nKEY = [1]", "task.toml: verifier.env.KEY: expected a string, found a list")]
    [InlineData("[verifier.env]\nKEY = \"${NOT_SET}\"", "task.toml: verifier.env.KEY: the variable NOT_SET is not set")]
    [InlineData("[solution.env]\nKEY = \"${NOT_SET}\"", "task.toml: solution.env.KEY: the variable NOT_SET is not set")]
    [InlineData("[environment.env]\nKEY = \"${NOT_SET}\"", "task.toml: environment.env.KEY: the variable NOT_SET is not set")]
    public async Task What_cannot_be_carried_out_is_refused_by_its_field(string toml, string reason)
    {
        _tasks.Add("hello", toml);

        await AssertRefusedAsync(reason);
    }

    [Fact]
    public async Task A_verifiers_own_environment_is_read_with_what_it_gets_of_the_agents()
    {
        _tasks.Add(
            "apart",
            """
            artifacts = ["/app/out/", { source = "/var/log/app", destination = "logs", exclude = ["*.tmp"] }]
            [environment]
            cpus = 1
            memory_mb = 8192
            allow_internet = false
            [verifier]
            environment_mode = "separate"
            network_mode = "public"
            [verifier.environment]
            cpus = 4
            memory_mb = 8192
            workdir = "/check"
            env = { A = "${B:-c}" }
            [[verifier.collect]]
            command = "dump > /logs/artifacts/db"
            timeout_sec = 5
            user = "root"
            """,
            ("tests/Dockerfile", "FROM scratch\nCOPY . /tests"));

        var task = await OnlyTaskAsync();

        var (separate, container) = (task.Verifier.Separate!, task.Verifier.Separate!.Container);
        Assert.Equal(("FROM scratch\nCOPY . /tests", "/check", "c", (NetworkMode?)null), (container.Dockerfile, container.WorkingDirectory, container.Env!["A"], container.Launch.NetworkMode));
        Assert.Equal((NetworkMode.NoNetwork, 4, 8), (task.Launch.NetworkMode, task.Launch.CustomCpuCores, task.Launch.CustomGbMemory));
        Assert.Equal(("dump > /logs/artifacts/db", 5, "root"), (separate.Collect[0].Command, separate.Collect[0].TimeoutSec, separate.Collect[0].User));
        Assert.Equal([("/app/out", null), ("/var/log/app", "logs")], task.Artifacts.Select(artifact => (artifact.Source, artifact.Destination)));
        Assert.True(separate.HasTests);
    }

    [Fact]
    public async Task Steps_are_read_with_what_the_task_says_for_all_of_them()
    {
        _tasks.Add(
            "steps",
            """
            multi_step_reward_strategy = "final"
            [agent]
            timeout_sec = 100
            user = "agent"
            [verifier]
            timeout_sec = 50
            env = { MODE = "all" }
            [[steps]]
            name = "first"
            min_reward = 0.5
            [steps.agent]
            timeout_sec = 10
            [steps.verifier]
            env = { MODE = "first" }
            [[steps]]
            name = "second"
            min_reward = { safety = 1, reward = -1 }
            [steps.healthcheck]
            command = "true"
            """,
            ("instruction.md", null),
            ("steps/first/instruction.md", "Begin."), ("steps/first/solution/solve.sh", "true"), ("steps/first/tests/test.sh", "true"),
            ("steps/second/instruction.md", "Go on."), ("steps/second/workdir/setup.sh", "true"));

        var task = await OnlyTaskAsync();

        Assert.Equal(StepScore.Final, task.StepScore);
        Assert.Equal([("first", "Begin.", 10, "agent"), ("second", "Go on.", 100, "agent")], task.Steps.Select(step => (step.Name, step.Instruction, step.Agent.TimeoutSec!.Value, step.Agent.User!)));
        Assert.Equal([(50, "first"), (50, "all")], task.Steps.Select(step => (step.Verifier.TimeoutSec, step.Verifier.Env!["MODE"])));
        Assert.Equal([(true, false), (false, true)], task.Steps.Select(step => (step.HasSolution, step.HasSetup)));
        Assert.Equal(0.5, Assert.Single(task.Steps[0].MinRewards!).Value);
        Assert.Equal((1, -1), (task.Steps[1].MinRewards!["safety"], task.Steps[1].MinRewards!["reward"]));
        Assert.Equal("true", task.Steps[1].Healthcheck!.Command);
    }

    [Fact]
    public async Task A_verifier_that_is_apart_without_more_has_a_copy_of_the_agents_environment()
    {
        _tasks.Add("apart", "[environment]\nworkdir = \"/app\"\n[verifier]\nenvironment_mode = \"separate\"");

        var separate = (await OnlyTaskAsync()).Verifier.Separate!;

        Assert.Equal((null, null, "/app", false), (separate.Container.Image, separate.Container.Dockerfile, separate.Container.WorkingDirectory, separate.HasTests));
    }

    [Fact]
    public async Task Unknown_fields_are_reported_wherever_they_are()
    {
        _tasks.Add("hello", "extra = 1\n[agent]\ntimout_sec = 5\n[environment.healthcheck]\ncommand = \"true\"\nperiod = 1\n[unknown]\na = 1");

        var folder = Assert.Single(await _tasks.ReadAsync());

        Assert.NotNull(folder.Task);
        Assert.Equal(
            ["agent.timout_sec", "environment.healthcheck.period", "extra", "unknown"],
            folder.Problems.Where(problem => problem.Severity == HarborSeverity.Warning).Select(problem => problem.Field).Order());
        Assert.All(
            folder.Problems.Where(problem => problem.Severity == HarborSeverity.Warning),
            problem => Assert.Equal("unknown field; it has no effect", problem.Reason));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[environment]\nnetwork_mode = \"public\"", null)]
    [InlineData("[environment]\nallow_internet = true", null)]
    [InlineData("[environment]\nallow_internet = false", NetworkMode.NoNetwork)]
    [InlineData("[environment]\nnetwork_mode = \"no-network\"\nallow_internet = true", NetworkMode.NoNetwork)]
    [InlineData("[environment]\nnetwork_mode = \"allowlist\"", NetworkMode.NoNetwork)]
    [InlineData("[environment]\nallow_internet = false\n[agent]\nnetwork_mode = \"no-network\"", NetworkMode.NoNetwork)]
    [InlineData("[agent]\nnetwork_mode = \"no-network\"\n[verifier]\nnetwork_mode = \"no-network\"", NetworkMode.NoNetwork)]
    [InlineData("[environment]\nallow_internet = false\n[agent]\nnetwork_mode = \"public\"\n[verifier]\nnetwork_mode = \"public\"", null)]
    public async Task A_devbox_has_the_network_that_agent_and_verifier_have(string toml, NetworkMode? mode)
    {
        _tasks.Add("hello", toml);

        Assert.Equal(mode, (await OnlyTaskAsync()).Launch.NetworkMode);
    }

    [Fact]
    public async Task Sizes_that_are_rounded_are_noted()
    {
        _tasks.Add("hello", "[environment]\ncpus = 3\nmemory = \"5G\"\nstorage = \"10G\"");

        var folder = Assert.Single(await _tasks.ReadAsync());

        var note = Assert.Single(folder.Problems, problem => problem.Severity == HarborSeverity.Note);
        Assert.Equal("3 CPUs, 5 GiB memory, 10 GiB disk rounded up to 4 CPUs, 8 GiB memory, 10 GiB disk", note.Reason);
    }

    [Fact]
    public async Task Variables_come_from_the_caller()
    {
        _tasks.Add("hello", "[environment.env]\nKEY = \"${SECRET}\"\nMODE = \"${MODE:-fast}\"");

        var task = Assert.Single(await _tasks.ReadAsync(("SECRET", "s3"))).Task!;

        Assert.Equal(("s3", "fast"), (task.Env!["KEY"], task.Env["MODE"]));
    }

    [Fact]
    public async Task Another_value_of_a_variable_is_another_task()
    {
        _tasks.Add("hello", "[verifier.env]\nKEY = \"${SECRET}\"");

        var one = Assert.Single(await _tasks.ReadAsync(("SECRET", "1"))).Task!.ContentHash;

        Assert.Equal(one, Assert.Single(await _tasks.ReadAsync(("SECRET", "1"))).Task!.ContentHash);
        Assert.NotEqual(one, Assert.Single(await _tasks.ReadAsync(("SECRET", "2"))).Task!.ContentHash);
    }

    [Fact]
    public async Task Of_two_tasks_of_the_same_name_the_second_is_refused()
    {
        _tasks.Add("a", "[task]\nname = \"same\"").Add("b", "[task]\nname = \"same\"");

        var folders = await _tasks.ReadAsync();

        Assert.NotNull(folders[0].Task);
        Assert.Null(folders[1].Task);
        Assert.Contains("'same' is taken by the task in a/", folders[1].Problems.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_task_does_not_hinder_the_others_and_other_folders_are_no_tasks()
    {
        _tasks.Add("good").Add("bad", "[[[").Add("zz");
        _tasks.Write("docs/README.md", "about");
        _tasks.Write("README.md", "about");

        var folders = await _tasks.ReadAsync();

        Assert.Equal([("bad", false), ("good", true), ("zz", true)], folders.Select(folder => (folder.Name, folder.Task is not null)));
    }

    [Fact]
    public async Task A_tasks_own_folder_is_a_dataset_of_one()
    {
        _tasks.Add("hello");

        var folders = await HarborDataset.ReadAsync(Path.Combine(_tasks.Path, "hello") + "/", _ => null, CancellationToken.None);

        Assert.Equal("hello", Assert.Single(folders).Task!.Name);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            HarborDataset.ReadAsync("no-such-folder", _ => null, CancellationToken.None));

        Assert.Contains("no-such-folder", error.Message, StringComparison.Ordinal);
    }

    private async Task<HarborTask> OnlyTaskAsync()
    {
        var folder = Assert.Single(await _tasks.ReadAsync());
        return folder.Task ?? throw new InvalidOperationException(string.Join("; ", folder.Problems));
    }

    private async Task AssertRefusedAsync(string reason)
    {
        var folder = Assert.Single(await _tasks.ReadAsync());
        Assert.Null(folder.Task);
        Assert.Contains(
            folder.Problems, problem => problem.Severity == HarborSeverity.Refusal && $"{problem}".Contains(reason, StringComparison.Ordinal));
    }
}
