using System.Formats.Tar;
using System.Text;
using BenchCluster.Blueprints;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Objects;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Trust;

/// <summary>Scenarios that an agent can only pass by an answer that it does not know. One a kind of scorer.</summary>
internal sealed class Victims(BenchClient client)
{
    /// <summary>What it should have found out.</summary>
    public const string Answer = "f2c7d1e05b";

    private const string Dockerfile = """
        FROM benchcluster/base:bookworm
        RUN apt-get update \
         && apt-get install -y --no-install-recommends python3-pytest \
         && rm -rf /var/lib/apt/lists/*
        WORKDIR /srv/app
        """;

    private static readonly TestFile[] Tests =
    [
        new()
        {
            FilePath = "tests/helper.py",
            FileContents = $"def check():\n    import solution\n    assert solution.answer() == '{Answer}'\n",
        },
        new()
        {
            FilePath = "tests/test_answer.py",
            FileContents = "import sys\nsys.path[:0] = ['.', 'tests']\n\ndef test_answer():\n    import helper\n    helper.check()\n",
        },
    ];

    private string? _blueprint;
    private string? _harborTests;

    /// <summary>Makes what the scenarios need.</summary>
    public async Task PrepareAsync()
    {
        var blueprint = await client.Blueprints.CreateAsync(new BlueprintCreateRequest { Name = "victims", Dockerfile = Dockerfile });
        _blueprint = blueprint.Id;
        _harborTests = await UploadAsync();
        var built = await Eventually.Get(
            () => client.Blueprints.GetAsync(blueprint.Id), view => view.Status is BlueprintStatus.BuildComplete or BlueprintStatus.Failed, TimeSpan.FromMinutes(5));
        Assert.Equal(BlueprintStatus.BuildComplete, built.Status);
    }

    /// <summary>Lets the cheat be the agent of its victim's scenario, to the end.</summary>
    public async Task<ScenarioRunView> PlayAsync(Cheat cheat, ScoreIn place)
    {
        var scenario = await client.Scenarios.CreateAsync(new ScenarioCreateRequest
        {
            Name = cheat.Name,
            InputContext = new InputContext { ProblemStatement = "Find the answer." },
            ReferenceOutput = $"echo {Answer} >answer.txt",
            EnvironmentParameters = new ScenarioEnvironment
            {
                BlueprintId = _blueprint,
                LaunchParameters = new LaunchParameters { LaunchCommands = ["chown user:user /srv/app"] },
            },
            Agent = new AgentDefaults { User = cheat.IsRoot ? "root" : "user", TimeoutSec = 60 },
            ScorerTimeoutSec = 30,
            Metadata = new Dictionary<string, string> { ["score_in"] = place.ToString().ToLowerInvariant() },
            ScoringContract = new ScoringContract
            {
                ScoringFunctionParameters = [new ScoringFunction { Name = "f", Weight = 1, Scorer = ScorerOf(cheat.Victim) }],
            },
        });
        var run = await client.Scenarios.StartRunAsync(new StartScenarioRunRequest
        {
            ScenarioId = scenario.Id,
            Agent = new AgentSpec { Type = AgentKind.Command, Command = cheat.Command },
        });
        return await Eventually.Get(
            () => client.ScenarioRuns.GetAsync(run.Id), view => view.State is ScenarioRunState.Completed or ScenarioRunState.Failed, TimeSpan.FromMinutes(3));
    }

    private ScorerSpec ScorerOf(string victim) => victim switch
    {
        "command" => new CommandScorer { Command = $"grep -qx {Answer} answer.txt" },
        "git" => new CommandScorer { Command = $"git log -1 --format=%s | grep -qx {Answer}" },
        "bash" => new BashScriptScorer { BashScript = $"git status >/dev/null 2>&1\n[ \"$(cat answer.txt 2>/dev/null)\" = {Answer} ] && echo 1.0 || echo 0.0\n" },
        "program" => new BashScriptScorer { BashScript = $"./solution\n[ \"$(cat answer.txt 2>/dev/null)\" = {Answer} ] && echo 1.0 || echo 0.0\n" },
        "python" => new PythonScriptScorer { PythonScript = $"import json\ntry:\n    text = open('answer.txt').read().strip()\nexcept OSError:\n    text = ''\nprint(float(json.loads(json.dumps(text == '{Answer}'))))\n" },
        "pytest" => new TestBasedScorer { TestCommand = "python3 -m pytest -q tests/test_answer.py", TestFiles = Tests },
        "harbor" => new HarborScorer { TestsObjectId = _harborTests! },
        _ => throw new ArgumentOutOfRangeException(nameof(victim), victim, "There is no such victim."),
    };

    private async Task<string> UploadAsync()
    {
        const string script = $"""
            #!/bin/bash
            if [ "$(cat answer.txt 2>/dev/null)" = {Answer} ]; then echo 1; else echo 0; fi >/logs/verifier/reward.txt
            [ -x ./service ] && ./service
            exit 0

            """;
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "test.sh")
            {
                Mode = (UnixFileMode)0b111_101_101,
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(script)),
            });
        }

        tar.Position = 0;
        return (await client.Objects.UploadAsync(new ObjectCreateRequest { Name = "victim-tests.tar", ContentType = ObjectContentType.Tar }, tar)).Id;
    }
}
