using System.Text.Json;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.Commands;

namespace BenchCluster.Tests.Harbor;

/// <summary>Tasks that are more than a container and a test, from their folders to their scores, on a real engine.</summary>
public sealed class HarborTaskTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Base = "FROM benchcluster/base:bookworm\nWORKDIR /app\n";

    /// <summary>The verifier's own image has what the agent's has not, and of the agent's only what is named and what was collected.</summary>
    [Fact]
    public async Task A_verifier_apart_gets_the_artifacts_and_nothing_else_of_the_agents()
    {
        using var tasks = new HarborTasks().Add(
            "apart",
            ("task.toml", """
                artifacts = ["/app/out"]
                [environment]
                env = { WHERE = "agent" }
                [verifier]
                environment_mode = "separate"
                [verifier.environment]
                env = { WHERE = "verifier" }
                network_mode = "no-network"
                [[verifier.collect]]
                command = "cat /run/state > /logs/artifacts/state"
                user = "root"
                """),
            ("instruction.md", "Write 42 to /app/out/answer, and keep it in /run/state."),
            ("environment/Dockerfile", Base),
            ("solution/solve.sh", "#!/bin/sh\nmkdir -p /app/out && echo 42 >/app/out/answer && echo 42 >/run/state && touch /planted /app/other\n"),
            ("tests/Dockerfile", Base + "COPY . /tests\nRUN echo truth >/truth\n"),
            ("tests/test.sh", """
                #!/bin/bash
                fail() { echo "$1"; echo 0 >/logs/verifier/reward.txt; exit 0; }
                [ "$WHERE" = verifier ] || fail "not the verifier's environment: $WHERE"
                [ "$(cat /truth)" = truth ] || fail "not the verifier's image"
                [ ! -e /planted ] && [ ! -e /app/other ] || fail "more of the agent's than its artifacts"
                [ "$(cat /app/out/answer)" = 42 ] || fail "no artifact"
                [ "$(cat /logs/artifacts/state)" = 42 ] || fail "nothing was collected"
                [ "$(ls /sys/class/net)" = lo ] || fail "there is a network"
                echo 1 >/logs/verifier/reward.txt
                """));

        await AssertScoresAsync(tasks, "oracle=1", "nop=0");
    }

    [Fact]
    public async Task Steps_follow_each_other_in_one_devbox_until_one_falls_short()
    {
        const string test = "#!/bin/sh\n. /tests/helper.sh\nreward\n";
        using var tasks = new HarborTasks().Add(
            "steps",
            ("task.toml", """
                [agent]
                timeout_sec = 60
                [[steps]]
                name = "first"
                min_reward = 0.5
                [[steps]]
                name = "second"
                [steps.healthcheck]
                command = "test -e /app/ready"
                """),
            ("environment/Dockerfile", Base),
            ("tests/helper.sh", "reward() { [ \"$(cat /app/answer)\" = \"$EXPECTED\" ] && echo 1 >/logs/verifier/reward.txt || echo 0 >/logs/verifier/reward.txt; }\n"),
            ("steps/first/instruction.md", "Write one to /app/answer."),
            ("steps/first/tests/test.sh", test.Replace("reward\n", "EXPECTED=one reward\n", StringComparison.Ordinal)),
            ("steps/first/solution/solve.sh", "#!/bin/sh\necho one >/app/answer\n"),
            ("steps/second/instruction.md", "Write two to /app/answer."),
            ("steps/second/workdir/setup.sh", "[ \"$(cat answer)\" = one ] && [ ! -e /tests ] && mv fresh ready\n"),
            ("steps/second/workdir/fresh", "x"),
            ("steps/second/tests/test.sh", test.Replace("reward\n", "EXPECTED=two reward\n", StringComparison.Ordinal)),
            ("steps/second/solution/solve.sh", "#!/bin/sh\necho two >/app/answer\n"));

        var runs = await AssertScoresAsync(tasks, "oracle=1", "nop=0", "cat >>/app/said; echo one >/app/answer=0.5");

        var oracle = runs.Single(run => run.Agent!.Type is Resources.AgentKind.Oracle);
        Assert.Equal(["first", "second"], oracle.ScoringContractResult!.ScoringFunctionResults.Select(result => result.ScoringFunctionName));
        Assert.Equal(["first", "second"], oracle.StepResults!.Select(step => step.Name));
        var nop = runs.Single(run => run.Agent!.Type is Resources.AgentKind.Nop);
        Assert.Single(nop.ScoringContractResult!.ScoringFunctionResults);
    }

    /// <summary>One service of an image with a file of the task's, and one that is built and asks it by its name; none of them has a way outside.</summary>
    [Fact]
    public async Task Services_of_a_compose_file_are_there_by_their_names_before_the_agent_begins()
    {
        using var tasks = new HarborTasks().Add(
            "compose",
            ("task.toml", """
                [environment]
                allow_internet = false
                [[environment.mcp_servers]]
                name = "api"
                transport = "streamable-http"
                url = "http://api:8000/value"
                """),
            ("instruction.md", "Write what http://api:8000/value says to /app/answer."),
            ("environment/Dockerfile", Base),
            ("environment/data/value", "seven"),
            ("environment/api/Dockerfile", "FROM benchcluster/base:bookworm\nCOPY api.py /api.py\nCMD [\"python3\", \"/api.py\"]\n"),
            ("environment/api/api.py", """
                import http.server, os, urllib.request
                value = urllib.request.urlopen('http://store:9000/value').read()
                class Handler(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(value + os.environ['SUFFIX'].encode())
                http.server.HTTPServer(('', 8000), Handler).serve_forever()
                """),
            ("environment/docker-compose.yaml", """
                services:
                  main:
                    build: {context: "${CONTEXT_DIR}"}
                    command: ["sh", "-c", "sleep infinity"]
                    depends_on: [api]
                  api:
                    build: ./api
                    environment: {SUFFIX: " of api"}
                    depends_on: {store: {condition: service_healthy}}
                    healthcheck: {test: "python3 -c \"import urllib.request as u; u.urlopen('http://localhost:8000/')\"", interval: 1s, retries: 30}
                  store:
                    image: benchcluster/base:bookworm
                    command: python3 -m http.server 9000 --directory /data
                    volumes: ["./data:/data:ro"]
                    healthcheck: {test: ["CMD", "python3", "-c", "import urllib.request as u; u.urlopen('http://localhost:9000/')"], interval: 1s, retries: 30}
                """),
            ("solution/solve.sh", "#!/bin/sh\npython3 -c \"import urllib.request as u; print(u.urlopen('http://api:8000/value').read().decode(), end='')\" >/app/answer\n"),
            ("tests/test.sh", """
                #!/bin/bash
                [ "$(cat /app/answer)" = "seven of api" ] && [ "$(ls /sys/class/net)" = lo ] && python3 -c "import urllib.request as u; u.urlopen('http://api:8000/')" \
                  && echo 1 >/logs/verifier/reward.txt || echo 0 >/logs/verifier/reward.txt
                """));

        // What an agent is told of as an MCP server is there to be asked.
        const string asks = "python3 -c \"import json, os, urllib.request as u; s = json.load(open(os.environ['BENCH_MCP_CONFIG']))['mcpServers']['api']; "
            + "print(u.urlopen(s['url']).read().decode(), end='')\" >/app/answer";
        await AssertScoresAsync(tasks, "oracle=1", "nop=0", $"{asks}=1");
    }

    /// <summary>Imports the tasks and runs them with the agents, each of which must have its score; the scenario runs.</summary>
    private async Task<IReadOnlyList<ScenarioRunView>> AssertScoresAsync(HarborTasks tasks, params string[] expected)
    {
        var name = $"harbor-{Guid.NewGuid():n}";
        var (imported, listing, problems) = await BenchCommands.RunAsync(api.Silo, "import", "harbor", tasks.Folder, "--name", name);
        Assert.True(imported == 0, listing + problems);
        var arguments = expected.SelectMany(text => (string[])["--agent", text[..text.LastIndexOf('=')], "--expect", text]);
        var (status, output, error) = await BenchCommands.RunAsync(api.Silo, ["run", name, .. arguments, "--json"]);
        var runs = JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray()
            .SelectMany(report => report.GetProperty("scenario_runs").EnumerateArray())
            .Select(run => run.Deserialize<ScenarioRunView>(Resources.WireJson.Options)!).ToList();
        Assert.True(status == 0, error + string.Join("\n", runs.Select(run => $"{run.Agent!.Type}: {run.FailureReason} {string.Join("; ", run.ScoringContractResult?.ScoringFunctionResults.Select(result => result.Output) ?? [])}")));
        return runs;
    }
}
