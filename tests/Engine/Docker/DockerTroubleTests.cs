using System.Net.Sockets;
using BenchCluster.Docker;
using BenchCluster.Engine;
using BenchCluster.Tests.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace BenchCluster.Tests.Docker;

/// <summary>An engine that is gone, hangs, or goes away in the middle of something.</summary>
public sealed class DockerTroubleTests
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Calls => [.. AllCalls.Keys];

    private static Dictionary<string, Func<IContainerEngine, CancellationToken, Task>> AllCalls => new()
    {
        ["info"] = (engine, token) => engine.GetInfoAsync(token),
        ["create"] = (engine, token) => engine.CreateAsync(Spec, token),
        ["start"] = (engine, token) => engine.StartAsync("box", token),
        ["stop"] = (engine, token) => engine.StopAsync("box", TimeSpan.Zero, token),
        ["remove"] = (engine, token) => engine.RemoveAsync("box", token),
        ["inspect"] = (engine, token) => engine.InspectAsync("box", token),
        ["list"] = (engine, token) => engine.ListAsync(token),
        ["limits"] = (engine, token) => engine.UpdateLimitsAsync("box", Spec.Limits, token),
        ["watch"] = async (engine, token) =>
        {
            await foreach (var _ in engine.WatchAsync(token))
                Assert.Fail("There are no events.");
        },
        ["inspect image"] = (engine, token) => engine.InspectImageAsync("image", token),
        ["pull"] = (engine, token) => engine.PullImageAsync("image", token),
        ["commit"] = (engine, token) => engine.CommitAsync("box", "image", token),
        ["remove image"] = (engine, token) => engine.RemoveImageAsync("image", token),
        ["build"] = (engine, token) => engine.BuildImageAsync(new ImageBuildSpec { Tag = "image", Dockerfile = "FROM scratch", Timeout = 2 * CallTimeout }, _ => { }, token),
    };

    private static ContainerSpec Spec => new()
    {
        Name = "box",
        DevboxId = "dbx_1",
        Epoch = 1,
        Image = "image",
        RunDirectory = "/nowhere",
        Limits = new ContainerLimits { Cpus = 1, MemoryBytes = 1L << 30, DiskBytes = 1L << 30 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_engine_that_is_not_there_is_unavailable(string call)
    {
        using var engine = Adapter(new Uri("unix:///nowhere/docker.sock"));

        await IsUnavailableAsync(AllCalls[call](engine, CancellationToken.None));
    }

    [Theory]
    [InlineData("info")]
    [InlineData("watch")]
    [InlineData("build")]
    public async Task An_engine_that_takes_connections_and_never_says_a_word_is_unavailable_in_time(string call)
    {
        using var silent = new SilentSocket();
        using var engine = Adapter(silent.Endpoint);

        await IsUnavailableAsync(AllCalls[call](engine, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_engine_that_hangs_is_unavailable_in_time(string call)
    {
        await using var engine = await HangingAsync(CallTimeout);

        // A build has a time of its own, in which an engine may be silent.
        if (call is "build")
            await IsFailureAsync(EngineError.BuildFailed, AllCalls[call](engine.Adapter, CancellationToken.None));
        else
            await IsUnavailableAsync(AllCalls[call](engine.Adapter, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_to_an_engine_that_hangs_can_be_cancelled(string call)
    {
        await using var engine = await HangingAsync(Soon);
        using var cancellation = new CancellationTokenSource();
        var pending = AllCalls[call](engine.Adapter, cancellation.Token);
        await Eventually.Get(() => Task.FromResult(engine.Requests.Count), count => count >= 2);

        await cancellation.CancelAsync();

        var failure = await Record.ExceptionAsync(() => pending.WaitAsync(Soon));
        Assert.True(failure is OperationCanceledException || (failure is null && call is "watch"), $"{failure}");
    }

    // Of the others, the first line of the answer says all.
    [Theory]
    [InlineData("info")]
    [InlineData("create")]
    [InlineData("inspect")]
    [InlineData("list")]
    [InlineData("watch")]
    [InlineData("inspect image")]
    [InlineData("pull")]
    [InlineData("commit")]
    [InlineData("build")]
    public async Task An_engine_that_breaks_off_its_answer_is_unavailable(string call)
    {
        await using var engine = await ScriptedEngine.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"Id":"4b5d","Config":{""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        await IsUnavailableAsync(AllCalls[call](engine.Adapter, CancellationToken.None));
    }

    [Fact]
    public async Task A_stream_of_events_that_is_quiet_for_longer_than_a_call_may_take_goes_on()
    {
        var quiet = CallTimeout * 1.5;
        await using var engine = await ScriptedEngine.StartAsync(
            async (context, _) =>
            {
                await context.Response.Body.FlushAsync();
                // The time that passes is what is tested.
                await Task.Delay(quiet);
                await context.Response.WriteAsync(EventOf("die", """ "exitCode":"5", """));
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            CallTimeout);
        await using var events = new EventReader(engine.Adapter);

        using var deadline = new CancellationTokenSource(Soon);
        var happened = await events.NextAsync(_ => true, deadline.Token);

        Assert.Equal(new ContainerEvent(ContainerEventKind.Died, "dbx_1", 3, 5), happened);
    }

    [Fact]
    public async Task A_stream_of_events_that_the_engine_ends_is_unavailable_after_what_it_said()
    {
        await using var engine = await ScriptedEngine.StartAsync((context, _) => context.Response.WriteAsync(EventOf("destroy", "")));
        await using var events = new EventReader(engine.Adapter);
        using var deadline = new CancellationTokenSource(Soon);

        Assert.Equal(ContainerEventKind.Removed, (await events.NextAsync(_ => true, deadline.Token)).Kind);

        await IsUnavailableAsync(events.NextAsync(_ => true, deadline.Token));
    }

    [Fact]
    public async Task A_build_whose_engine_goes_away_in_the_middle_is_unavailable_and_not_failed()
    {
        await using var engine = await ScriptedEngine.StartAsync(async (context, path) =>
        {
            if (path is "/build")
                await context.Response.WriteAsync("""{"stream":"Step 1/9 : FROM scratch\n"}""" + "\r\n");
        });

        await IsUnavailableAsync(AllCalls["build"](engine.Adapter, CancellationToken.None));
    }

    [Fact]
    public async Task Answers_that_are_refusals_give_their_connections_back()
    {
        await using var engine = await ScriptedEngine.RefusingAsync(404, "No such image: image");

        for (var i = 0; i < 50; i++)
            await Assert.ThrowsAsync<EngineException>(() => engine.Adapter.PullImageAsync("image", CancellationToken.None));

        Assert.Equal(51, engine.Requests.Count);
        Assert.InRange(engine.Connections.Distinct().Count(), 1, 2);
    }

    private static string EventOf(string action, string attributes) =>
        $$"""
        {"Type":"container","Action":"{{action}}","Actor":{"ID":"4b5d","Attributes":{ {{attributes}} "benchcluster.devbox":"dbx_1","benchcluster.epoch":"3"} } }

        """.ReplaceLineEndings("\n").TrimStart();

    private static Task<ScriptedEngine> HangingAsync(TimeSpan callTimeout) =>
        ScriptedEngine.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted), callTimeout);

    private static Task IsUnavailableAsync(Task call) => IsFailureAsync(EngineError.Unavailable, call);

    private static async Task IsFailureAsync(EngineError error, Task call)
    {
        var failure = await Assert.ThrowsAsync<EngineException>(() => call.WaitAsync(Soon));
        Assert.True(failure.Error == error, $"{failure.Error}: {failure.Message}");
    }

    private static DockerContainerEngine Adapter(Uri endpoint) => new(
        new DockerOptions
        {
            Endpoint = endpoint,
            ClusterId = "trouble",
            NodeName = "node",
            AgentDirectory = "/nowhere",
            CallTimeout = CallTimeout,
            ImageTimeout = CallTimeout,
        },
        TimeProvider.System,
        NullLogger<DockerContainerEngine>.Instance);

    /// <summary>A socket on which connections can be made, and nothing more happens.</summary>
    private sealed class SilentSocket : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bench-engine-");
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public SilentSocket()
        {
            var path = Path.Combine(_directory.FullName, "silent.sock");
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen();
            Endpoint = new Uri($"unix://{path}");
        }

        public Uri Endpoint { get; }

        public void Dispose()
        {
            _listener.Dispose();
            _directory.Delete(recursive: true);
        }
    }
}
