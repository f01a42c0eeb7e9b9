using BenchCluster.Client.Harbor;
using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Harbor;

public sealed class HarborComposeTests : IDisposable
{
    private readonly TaskFolders _tasks = new();

    public void Dispose() => _tasks.Dispose();

    [Fact]
    public async Task A_compose_files_containers_are_read_each_after_those_that_it_depends_on()
    {
        _tasks.Add(
            "web",
            "[environment]\nenv = { B = \"toml\", C = \"toml\" }",
            ("environment/api/Dockerfile", "FROM scratch"),
            ("environment/init.sql", "create"),
            ("environment/docker-compose.yaml", """
                services:
                  main:
                    build: {context: "${CONTEXT_DIR}"}
                    image: ${MAIN_IMAGE_NAME}
                    command: ["sh", "-c", "sleep infinity"]
                    environment: ["TEST_DIR=${TEST_DIR}", "A=${A:-a}", B=compose]
                    volumes: ["${HOST_VERIFIER_LOGS_PATH}:${ENV_VERIFIER_LOGS_PATH}"]
                    working_dir: /work
                    depends_on: [api]
                    deploy: {resources: {limits: {cpus: "${CPUS}"}}}
                  api:
                    build: {context: ./api, args: {V: 2}}
                    entrypoint: ["run", "--fast"]
                    command: serve "on port"
                    depends_on: {db: {condition: service_healthy}}
                    ports: ["8080:80"]
                    user: nobody
                  db:
                    image: postgres:16
                    environment: {POSTGRES_PASSWORD: "p$$w", PORT: 5432}
                    volumes: ["./init.sql:/docker-entrypoint-initdb.d/init.sql:ro", "data:/var/lib/postgresql/data"]
                    healthcheck: {test: ["CMD", "pg_isready", "-U", "a"], interval: 2s, retries: 5}
                volumes: {data: {}}
                """));

        var task = await OnlyTaskAsync();

        Assert.Equal(("FROM scratch", null, "/work"), (task.Dockerfile, task.Image, task.WorkingDirectory));
        Assert.Equal(["A=a", "B=compose", "C=toml"], task.Env!.Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal(["db", "api"], task.Services.Select(service => service.Name));
        var (db, api) = (task.Services[0], task.Services[1]);
        Assert.Equal("FROM postgres:16\nCOPY [\"init.sql\", \"/docker-entrypoint-initdb.d/init.sql\"]\n", db.Dockerfile);
        Assert.Equal(("p$w", "5432"), (db.Env["POSTGRES_PASSWORD"], db.Env["PORT"]));
        Assert.Equal("'--health-cmd=pg_isready -U a' --health-interval=2s --health-retries=5", db.Options);
        Assert.Equal(("FROM scratch", "2", "--user=nobody --entrypoint=run"), (api.Dockerfile, api.BuildArgs["V"], api.Options));
        Assert.Equal(["--fast", "serve", "on port"], api.Command!);
        Assert.Equal(["db"], api.After);
    }

    [Theory]
    [InlineData("networks: {inside: {internal: true}}", "networks: [inside]", NetworkMode.NoNetwork)]
    [InlineData("networks: {inside: {}}", "networks: [inside]", null)]
    [InlineData("", "network_mode: \"${NETWORK_MODE:-bridge}\"", null)]
    [InlineData("", "network_mode: none", NetworkMode.NoNetwork)]
    public async Task The_network_of_all_containers_is_that_of_the_main_one(string top, string main, NetworkMode? mode)
    {
        _tasks.Add("net", "", ("environment/docker-compose.yaml", $"{top}\nservices:\n  main:\n    build: .\n    {main}\n"));

        Assert.Equal(mode, (await OnlyTaskAsync()).Launch.NetworkMode);
    }

    [Theory]
    [InlineData("[", "not valid YAML")]
    [InlineData("services: {main: {build: .}}\nsecrets: {a: {}}", "secrets: is not supported")]
    [InlineData("services: {main: {build: ., privileged: true}}", "services.main.privileged: is not supported")]
    [InlineData("services: {main: {build: ., command: ./serve}}", "services.main.command: the main container only waits for the agent")]
    [InlineData("services: {main: {build: ., volumes: [\"./a:/a\"]}}", "services.main.volumes: the main container has no files but its image's")]
    [InlineData("services: {main: {build: ./other}}", "services.main.build: the main container is built of environment/Dockerfile")]
    [InlineData("services: {main: {build: .}, a: {environment: {}}}", "services.a.image: either image or build must be given")]
    [InlineData("services: {main: {build: .}, a: {build: ../..}}", "services.a.build: expected a folder within environment/ with a Dockerfile")]
    [InlineData("services: {main: {build: .}, a: {image: x, cap_add: [SYS_ADMIN]}}", "services.a.cap_add: is not supported")]
    [InlineData("services: {main: {build: .}, a: {image: x, depends_on: [b]}}", "services.a.depends_on: there is no service 'b'")]
    [InlineData("services: {main: {build: .}, a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}", "services: a, b depend on each other")]
    [InlineData("services: {main: {build: .}, a: {image: x, depends_on: {b: {condition: service_completed_successfully}}}, b: {image: x}}", "'b' is to end before")]
    [InlineData("services: {main: {build: .}, a: {image: x, ports: [\"1:80\"]}, b: {image: x, expose: [80]}}", "services: the port 80 is of several containers")]
    [InlineData("services: {main: {build: .}, a: {image: x, volumes: [\"v:/a\"]}, b: {image: x, volumes: [\"v:/a\"]}}", "volumes: 'v' is of several containers")]
    [InlineData("services: {main: {build: .}, a: {image: x, volumes: [\"/etc:/a\"]}}", "services.a.volumes: expected a file or folder within environment/")]
    [InlineData("services: {main: {build: ., networks: [a]}, a: {image: x, networks: [a, b]}}", "networks: all containers share one network here")]
    [InlineData("services: {main: {build: .}, a: {image: x, environment: {K: \"${NOT_SET}\"}}}", "services.a.environment: the variable NOT_SET is not set")]
    public async Task What_cannot_be_had_is_refused_by_its_name(string yaml, string reason)
    {
        _tasks.Add("bad", "", ("environment/docker-compose.yaml", yaml));

        var folder = Assert.Single(await _tasks.ReadAsync());

        Assert.Null(folder.Task);
        Assert.Contains(
            folder.Problems,
            problem => $"{problem}".StartsWith("environment/docker-compose.yaml: ", StringComparison.Ordinal) && $"{problem}".Contains(reason, StringComparison.Ordinal));
    }

    private async Task<HarborTask> OnlyTaskAsync()
    {
        var folder = Assert.Single(await _tasks.ReadAsync());
        return folder.Task ?? throw new InvalidOperationException(string.Join("; ", folder.Problems));
    }
}
