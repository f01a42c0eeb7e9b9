using BenchCluster.Agents;
using BenchCluster.ApiKeys;
using BenchCluster.Axons;
using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Mounts;
using BenchCluster.NetworkPolicies;
using BenchCluster.Objects;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Secrets;
using BenchCluster.Snapshots;
using BenchCluster.Tunnels;

namespace BenchCluster.Tests.Resources;

/// <summary>A state of every kind with a value in every field, as it was when its shape was recorded.</summary>
internal static class PersistedStates
{
    private static readonly Healthcheck Check = new() { Command = "true", IntervalSec = 1, TimeoutSec = 2, Retries = 3, StartPeriodSec = 4, StartIntervalSec = 5 };

    private static readonly AgentDefaults AgentLimits = new()
    {
        TimeoutSec = 60,
        User = "user",
        McpServers = [new McpServer { Name = "tools", Transport = "stdio", Url = "http://tools", Command = "serve", Args = ["-v"] }],
    };

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Labels = new() { ["key"] = "value" };

    private static readonly AfterIdle Idle = new() { IdleTimeSeconds = 60, OnIdle = IdleAction.Suspend };

    private static readonly CodeMountParameters Code = new() { RepoName = "repo", RepoOwner = "owner", Token = "t", GitRef = "main", InstallCommand = "make" };

    private static readonly TunnelView Tunnel = new()
    {
        TunnelKey = "key",
        AuthMode = TunnelAuthMode.Authenticated,
        AuthToken = "token",
        CreateTimeMs = 1,
        HttpKeepAlive = true,
        WakeOnHttp = true,
    };

    private static readonly ContainerizedService Service = new()
    {
        BlueprintId = "bpt_9",
        Command = ["serve"],
        After = ["other"],
        Name = "db",
        Image = "image:1",
        Credentials = new ServiceCredentials { Username = "user", Password = "" },
        Env = Labels,
        Options = "--user 1",
        PortMappings = ["1:1"],
    };

    private static readonly LaunchParameters Launch = new()
    {
        ResourceSizeRequest = ResourceSize.Custom,
        CustomCpuCores = 0.5,
        CustomGbMemory = 1,
        CustomDiskSize = 4,
        KeepAliveTimeSeconds = 60,
        LaunchCommands = ["make"],
        UserParameters = new UserParameters { Username = "user", Uid = 1000 },
        Architecture = "x86_64",
        NetworkMode = NetworkMode.NoNetwork,
        AfterIdle = Idle,
        Lifecycle = new LifecycleConfiguration
        {
            AfterIdle = Idle,
            LifecycleHooks = new LifecycleHooks { SuspendCommands = ["sync"], SuspendDeadlineMs = 1000 },
            ResumeTriggers = new ResumeTriggers { Http = true, AxonEvent = true },
        },
        RequiredServices = ["db"],
        AvailablePorts = [8080],
        NetworkPolicyId = "npo_1",
        ProvisioningTier = "standard",
    };

    private static readonly ScenarioView Scenario = new()
    {
        Id = "scn_1",
        Name = "a scenario",
        Status = DefinitionStatus.Archived,
        InputContext = new InputContext { ProblemStatement = "solve it", AdditionalContext = new RawJson("""{"any":[1,null]}""") },
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters =
            [
                Function(new CommandScorer { Command = "true" }),
                Function(new BashScriptScorer { BashScript = "echo 1" }),
                Function(new PythonScriptScorer { PythonScript = "print(1)", PythonVersionConstraint = ">=3.10", RequirementsContents = "numpy" }),
                Function(new TestBasedScorer { TestCommand = "pytest", TestFiles = [new TestFile { FilePath = "a.py", FileContents = "x" }] }),
                Function(new CustomScorer { CustomScorerType = "mine", ScorerParams = new RawJson("""{"a":1}""") }),
                Function(new AstGrepScorer { Pattern = "$A", SearchDirectory = "/src", Lang = "python" }),
                Function(new HarborScorer { TestsObjectId = "obj_1", TimeoutSeconds = 60, User = "root", Env = Labels }),
                Function(new SweBenchScorer
                {
                    BaseCommit = "c0ffee",
                    TestPatch = "diff --git",
                    TestCommand = "pytest",
                    LogFormat = TestLogFormat.PytestV2,
                    FailToPass = ["a"],
                    PassToPass = ["b"],
                    NamesFailuresOnly = true,
                    TimeoutSeconds = 60,
                }),
            ],
        },
        Environment = new ScenarioEnvironment
        {
            BlueprintId = "bpt_1",
            LaunchParameters = Launch,
            SnapshotId = "snp_1",
            WorkingDirectory = "/repo",
            Image = "image:1",
            EnvironmentVariables = Labels,
            Healthcheck = Check,
        },
        Metadata = Labels,
        ReferenceOutput = "diff --git",
        RequiredEnvironmentVariables = ["A"],
        RequiredSecretNames = ["S"],
        ScorerTimeoutSec = 60,
        ValidationType = ValidationType.Forward,
        IsPublic = true,
        ReferenceSolution = new ReferenceSolution { ObjectId = "obj_2", Env = Labels },
        Agent = AgentLimits,
        ScoringEnvironment = new ScoringEnvironment
        {
            BlueprintId = "bpt_1",
            Image = "image:2",
            WorkingDirectory = "/check",
            EnvironmentVariables = Labels,
            NetworkMode = NetworkMode.NoNetwork,
            Paths = ["/repo"],
            Collect = [new CollectCommand { Command = "dump", TimeoutSec = 5, User = "root" }],
            Healthcheck = Check,
        },
        Steps =
        [
            new ScenarioStep
            {
                Name = "f",
                ProblemStatement = "begin",
                MinRewards = new Dictionary<string, double> { ["reward"] = 0.5 },
                ReferenceSolution = new ReferenceSolution { ObjectId = "obj_3", Env = Labels },
                Agent = AgentLimits,
                WorkdirObjectId = "obj_4",
                RunsSetup = true,
                Healthcheck = Check,
            },
        ],
        StepScore = StepScore.Final,
    };

    private static readonly PackageSource Package = new() { PackageName = "package", RegistryUrl = "https://registry", AgentSetup = ["make"] };

    private static readonly AgentSpec Agent = new()
    {
        Type = AgentKind.Command,
        Command = "work",
        TimeoutSeconds = 60,
        Name = "agent",
        ModelName = "model",
        Kwargs = Labels,
        EnvironmentVariables = Labels,
        Secrets = Labels,
        AgentId = "agt_1",
        PatchObjectId = "obj_3",
    };

    private static readonly AgentResult Worked = new() { ExitStatus = 1, TimedOut = true, Stdout = "out", Stderr = "err", DurationMs = 4, Usage = new AgentUsage { InputTokens = 5, CachedTokens = 6, OutputTokens = 7, CostUsd = 0.5, Steps = 8, Source = "trajectory" } };

    private static readonly DevboxSpec Devbox = new()
    {
        Request = new DevboxCreateRequest
        {
            Name = "name",
            Metadata = Labels,
            BlueprintId = "bpt_1",
            BlueprintName = "blueprint",
            EnvironmentVariables = Labels,
            FileMounts = Labels,
            LaunchParameters = Launch,
            Image = "image:1",
            SnapshotId = "snp_1",
            Entrypoint = "serve",
            Mounts =
            [
                new FileMount { Target = "/a", Content = "x" },
                new ObjectMount { ObjectId = "obj_1", ObjectPath = "/b" },
                new CodeMount { RepoName = "repo", RepoOwner = "owner", Token = "t", GitRef = "main", InstallCommand = "make" },
                new AgentMount { AgentId = "agt_1", AgentName = "agent", AgentPath = "/c", AuthToken = "t" },
                new BrokerMount { AxonId = "axn_1" },
            ],
            CodeMounts = [Code],
            Secrets = Labels,
            Tunnel = new TunnelRequest { AuthMode = TunnelAuthMode.Open, HttpKeepAlive = true, WakeOnHttp = true },
            Gateways = new Dictionary<string, RawJson> { ["g"] = new("""{"a":1}""") },
            Mcp = new Dictionary<string, RawJson> { ["m"] = new("""{"a":1}""") },
        },
        ScenarioRunId = "srn_1",
        WorkingDirectory = "/repo",
        IsReplaceable = true,
        Group = "bmr_1",
        Services = [Service],
    };

    private static readonly RunPolicy Policy = new() { Retries = 2, RetryTimeoutFactor = 1.5, TimeoutFactor = 2, ScoringTimeoutFactor = 3 };

    private static readonly JobAgentConfig AgentConfig = new()
    {
        Name = "agent",
        AgentEnvironment = new JobAgentEnvironment { EnvironmentVariables = Labels, Secrets = Labels },
        AgentId = "agt_1",
        Kwargs = Labels,
        ModelName = "model",
        TimeoutSeconds = 60,
    };

    private static readonly RunProfile Profile = new()
    {
        EnvVars = Labels,
        LaunchParameters = Launch,
        Purpose = "purpose",
        Secrets = Labels,
        Mounts = [new FileMount { Target = "/file", Content = "text" }],
    };

    /// <summary>The states, each under the name of its file.</summary>
    public static IReadOnlyDictionary<string, ResourceState> All { get; } = new Dictionary<string, ResourceState>
    {
        ["devbox"] = Base(new DevboxState
        {
            Spec = Devbox,
            OutOfMemoryAt = [At],
            Status = DevboxStatus.Failure,
            Transitions = [new StateTransitionView { Status = DevboxStatus.Failure, TransitionTimeMs = 1, FailureReason = "why" }],
            Image = "image:1",
            Facts = new DevboxFacts("user", "/repo"),
            Node = "node",
            Epoch = 1,
            Boot = 2,
            HasPlace = true,
            IsUp = true,
            Renewal = new DiskRenewal("score-1", true, ["/repo"], Devbox),
            IsRenewing = true,
            Confidential = [1, 2, 3],
            Tunnel = Tunnel,
            LastActivityAt = At,
            ActiveSnapshots = ["snp_2"],
            NeedsRelease = true,
            ExpiresAt = At,
            EndedAt = At,
            FailureReason = FailureReason.OutOfMemory,
            FailureMessage = "why",
            IsInfrastructureFailure = true,
            ShutdownReason = ShutdownReason.KeepAliveTimeout,
        }),
        ["snapshot"] = Base(new SnapshotState
        {
            DevboxId = "dbx_1",
            Request = new SnapshotRequest { Name = "name", CommitMessage = "message", Metadata = Labels },
            Source = new SnapshotSource("container", "image:1", new DevboxFacts("user", "/repo"), "bpt_1"),
            Status = SnapshotStatus.Complete,
            IsDevboxTold = true,
            MayHaveImage = true,
            SizeBytes = 1,
            ErrorMessage = "why",
        }),
        ["agent"] = Base(new AgentState
        {
            View = new AgentView
            {
                Id = "agt_1",
                CreateTimeMs = 1,
                IsPublic = true,
                Name = "name",
                Version = "1.0",
                Source = new AgentSource
                {
                    Type = "npm",
                    Npm = Package,
                    Pip = Package,
                    Git = new GitSource { Repository = "https://host/repo.git", Ref = "main", AgentSetup = ["make"] },
                    StorageObject = new ObjectSource { ObjectId = "obj_1", AgentSetup = ["make"] },
                },
            },
        }),
        ["blueprint"] = Base(new BlueprintState
        {
            Request = new BlueprintCreateRequest
            {
                Name = "name",
                Dockerfile = "FROM x",
                SystemSetupCommands = ["true"],
                BuildContext = new BuildContext { Type = "object", ObjectId = "obj_1" },
                BuildArgs = Labels,
                Metadata = Labels,
                LaunchParameters = Launch,
                BuildTimeoutSec = 60,
                BaseBlueprintId = "bpt_1",
                BaseBlueprintName = "base",
                CodeMounts = [Code],
                FileMounts = Labels,
                Secrets = Labels,
                Services = [Service],
                NetworkPolicyId = "npol_1",
            },
            Status = BlueprintStatus.BuildComplete,
            Dockerfile = "FROM x\n",
            ContentHash = new string('a', 64),
            FailureReason = "build_failed",
            FailureMessage = "why",
            Confidential = [1, 2, 3],
            IsOnBase = true,
            IsOffline = true,
            IsDeleted = true,
            MayHaveImage = true,
            FinishedAt = At,
            Log = [new BlueprintLogLine("info", "line", 1)],
        }),
        ["object"] = Base(new StorageObjectState
        {
            Request = new ObjectCreateRequest { Name = "name", ContentType = ObjectContentType.Tgz, Metadata = Labels, TtlMs = 1 },
            State = ObjectState.ReadOnly,
            SizeBytes = 1,
            Sha256 = new string('b', 64),
        }),
        ["axon"] = Base(new AxonState { Page = 1, View = new AxonView { Id = "axn_1", Name = "name", CreatedAtMs = 1, Metadata = Labels } }),
        ["axon-page"] = Base(new AxonPageState
        {
            Events =
            [
                new AxonEventView
                {
                    AxonId = "axn_1", Sequence = 1, TimestampMs = 2, EventType = "push", Origin = EventOrigin.External, Payload = "{}", Source = "github",
                },
            ],
        }),
        ["network-policy"] = Base(new NetworkPolicyState
        {
            View = new NetworkPolicyView
            {
                Id = "npol_1",
                Name = "name",
                Description = "what for",
                CreateTimeMs = 1,
                UpdateTimeMs = 2,
                Egress = new EgressRules
                {
                    AllowAll = true,
                    AllowAgentGateway = true,
                    AllowDevboxToDevbox = true,
                    AllowMcpGateway = true,
                    AllowRunloopMirrors = true,
                    AllowedHostnames = ["*.example.com"],
                    AllowedCidrs = [new AllowedCidr { Cidr = "10.0.0.0/8", Ports = [new PortRule { Port = 1, EndPort = 2, Protocol = PortProtocol.Udp }] }],
                },
            },
        }),
        ["secret"] = Base(new SecretState { Name = "name", Encrypted = [1, 2, 3], UpdatedAt = At }),
        ["api-key"] = Base(new ApiKeyState { Name = "name", Hash = new string('c', 64), ExpiresAt = At, Scopes = [new KeyScope { AccessLevel = AccessLevel.Read, ResourceType = ScopedResource.Objects }] }),
        ["scorer"] = Base(new ScorerState { Definition = new ScorerRequest { Type = "mine", BashScript = "echo 1" } }),
        ["scenario"] = Base(new ScenarioState { View = Scenario }),
        ["benchmark"] = Base(new BenchmarkState
        {
            View = new BenchmarkView
            {
                Id = "bmd_1",
                Name = "name",
                Status = DefinitionStatus.Active,
                ScenarioIds = ["scn_1"],
                Metadata = Labels,
                Attribution = "they",
                Description = "what",
                IsPublic = true,
                RequiredEnvironmentVariables = ["A"],
                RequiredSecretNames = ["S"],
            },
        }),
        ["scenario-run"] = Base(new ScenarioRunRecord
        {
            Spec = new ScenarioRunSpec
            {
                ScenarioId = "scn_1",
                RunName = "run",
                Metadata = Labels,
                BenchmarkRunId = "bmr_1",
                Profile = Profile,
                Agent = Agent,
                Index = 1,
                Trial = 2,
                Policy = Policy,
                Place = 3,
                Scenario = Scenario,
            },
            Scenario = Scenario,
            State = ScenarioRunState.Scoring,
            Step = ScenarioRunStep.Scoring,
            Attempt = 2,
            ScoringAt = At,
            ReadyAt = At,
            ScoreIn = ScoreIn.Image,
            ScorePaths = ["/repo"],
            ScoreFlags = [new ScoreFlag { Kind = ScoreFlagKind.ProgramChanged, IsSuspicious = true, Subjects = ["/bin/sh"], Message = "why" }],
            ScoringNonce = "0123456789abcdef",
            IsDiskRenewed = true,
            Results =
            [
                new ScoringFunctionResult { ScoringFunctionName = "f", Score = 0.5, State = ScoringState.Complete, Output = "out", Raw = 2, DurationMs = 3, Usage = new AgentUsage { InputTokens = 5, CachedTokens = 6, OutputTokens = 7, CostUsd = 0.5, Steps = 1, Source = "judge" }, Rewards = new Dictionary<string, double> { ["reward"] = 2 } },
            ],
            EarlierAgentResults = [Worked],
            AgentResult = Worked,
            EndedAt = At,
            FailureReason = "why",
            FailureClass = FailureClass.Infrastructure,
            Losses = ["lost"],
            IsReleased = true,
            IsReported = true,
        }),
        ["benchmark-run-scenarios"] = Base(new BenchmarkRunScenarios { ScenarioIds = ["scn_1"], Patches = Labels }),
        ["benchmark-run"] = Base(new BenchmarkRunRecord
        {
            Request = new StartBenchmarkRunRequest
            {
                BenchmarkId = "bmd_1",
                Metadata = Labels,
                RunName = "run",
                RunProfile = Profile,
                Agent = Agent,
                NConcurrentTrials = 4,
                NAttempts = 2,
                ScenarioIds = ["scn_1"],
                Policy = Policy,
                Patches = Labels,
            },
            ScenarioIds = ["scn_1"],
            ScenarioCount = 1,
            Withdrawn = 1,
            State = BenchmarkRunState.Canceled,
            IsCanceling = true,
            Started = 1,
            Ended = [1],
            Children = new Dictionary<string, ChildScore> { ["srn_1"] = new("scn_1", true, 0.5) },
            ScoreSum = 0.5,
            Scored = 1,
            Failed = 2,
            Canceled = 3,
            Limit = 4,
            EndedAt = At,
            Problems = ["problem"],
        }),
        ["benchmark-job"] = Base(new BenchmarkJobRecord
        {
            Name = "job",
            Plan = new BenchmarkJobPlan
            {
                Name = "job",
                Subject = "benchmark",
                Source = new HarborJobSource { InlineYaml = "agents: []" },
                Spec = new JobSpec
                {
                    AgentConfigs = [AgentConfig],
                    ScenarioIds = ["scn_1"],
                    OrchestratorConfig = new OrchestratorConfig { NAttempts = 1, NConcurrentTrials = 2, Quiet = true, TimeoutMultiplier = 1.5 },
                },
                BenchmarkId = "bmd_1",
                Agents = [Agent],
                Concurrency = 2,
                Trials = 3,
                Policy = Policy,
                Notes = ["note"],
                Metadata = new Dictionary<string, string> { ["key"] = "value" },
            },
            State = BenchmarkJobState.Cancelled,
            Runs = [new JobRun { StartedAt = At, EndedAt = At, State = BenchmarkRunState.Failed, Refusal = "why" }],
            IsCanceling = true,
            EndedAt = At,
            FailureReason = "why",
        }),
    };

    private static ScoringFunction Function(ScorerSpec scorer) => new() { Name = "f", Weight = 0.5, Scorer = scorer };

    private static ResourceState Base(ResourceState state) => state with { Revision = 7, Id = "id_1", CreatedAt = At };
}
