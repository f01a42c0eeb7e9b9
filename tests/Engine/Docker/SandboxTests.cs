using BenchCluster.Docker;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Docker;

/// <summary>Devboxes that join networks which were made before them.</summary>
public sealed class SandboxTests : DockerTest
{
    private DockerContainerEngine Adapter => (DockerContainerEngine)Engine;

    private protected override DockerHarness MakeHarness() => new(options => options with
    {
        Network = "benchcluster",
        MostSandboxes = 4,
        SandboxImage = "benchcluster/base:bookworm",
        // The tests' own program does not hold.
        AgentDirectory = Path.GetDirectoryName(Repository.Artifact("agent", "bench-agent"))!,
    });

    [Fact]
    public async Task The_second_devbox_finds_a_network_made_ready()
    {
        await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);

        var second = await CreateAsync(ContainerNetwork.Bridge);

        Assert.StartsWith("container:", await NetworkOfAsync(second), StringComparison.Ordinal);
        Assert.Equal("devbox\n", await RunAsync(second, "hostname"));
        Assert.Contains("eth0", await RunAsync(second, "cat /proc/net/dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_devbox_without_network_has_none_there_either()
    {
        await CreateAsync(ContainerNetwork.None);
        await Adapter.Sandboxes.FillAsync(Deadline);

        var second = await CreateAsync(ContainerNetwork.None);

        Assert.StartsWith("container:", await NetworkOfAsync(second), StringComparison.Ordinal);
        Assert.DoesNotContain("eth0", await RunAsync(second, "cat /proc/net/dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_root_did_to_the_network_files_is_not_there_for_the_next()
    {
        await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);
        var first = await CreateAsync(ContainerNetwork.Bridge);
        var sandbox = await NetworkOfAsync(first);
        await RunAsync(first, "echo 10.0.0.1 poison >> /etc/hosts; echo poison >> /etc/resolv.conf; echo poison > /etc/hostname");
        Assert.Contains("poison", await RunAsync(first, "cat /etc/hosts"), StringComparison.Ordinal);
        await Engine.RemoveAsync(first, Deadline);

        string next;
        do
        {
            next = await CreateAsync(ContainerNetwork.Bridge);
        }
        while (await NetworkOfAsync(next) != sandbox);

        Assert.DoesNotContain("poison", await RunAsync(next, "cat /etc/hosts /etc/resolv.conf /etc/hostname"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Devboxes_cannot_reach_each_other(bool isSandboxed)
    {
        var first = await CreateAsync(ContainerNetwork.Bridge);
        if (isSandboxed)
        {
            await Adapter.Sandboxes.FillAsync(Deadline);
            first = await CreateAsync(ContainerNetwork.Bridge);
        }

        var second = await CreateAsync(ContainerNetwork.Bridge);
        var address = (await RunAsync(first, "python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect((\"192.0.2.1\", 9)); print(s.getsockname()[0])'")).Trim();
        _ = RunAsync(first, "timeout 30 python3 -m http.server 8000 > /dev/null 2>&1");
        var own = await Eventually.Get(
            async () => await RunAsync(first, $"timeout 2 bash -c 'exec 3<>/dev/tcp/{address}/8000 && echo reached' 2> /dev/null; true"),
            answer => answer.Contains("reached", StringComparison.Ordinal));
        Assert.Contains("reached", own, StringComparison.Ordinal);

        var other = await RunAsync(second, $"timeout 2 bash -c 'exec 3<>/dev/tcp/{address}/8000 && echo reached' 2> /dev/null; true");

        Assert.DoesNotContain("reached", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_devbox_starts_again_although_its_sandbox_has_ended()
    {
        await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);
        var devbox = await CreateAsync(ContainerNetwork.Bridge);
        await Engine.StopAsync(devbox, TimeSpan.Zero, Deadline);
        await Docker.Client.Containers.KillContainerAsync((await NetworkOfAsync(devbox))["container:".Length..], new() { Signal = "KILL" }, Deadline);

        await Engine.StartAsync(devbox, Deadline);

        Assert.Contains("eth0", await RunAsync(devbox, "cat /proc/net/dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_silo_finds_the_sandboxes_of_the_last_and_gives_none_away_that_is_in_use()
    {
        await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);
        var used = await NetworkOfAsync(await CreateAsync(ContainerNetwork.Bridge));
        var successor = Docker.EngineOf(Docker.Options);
        await successor.Sandboxes.ReconcileAsync(Deadline);

        List<string> taken = [];
        while (successor.Sandboxes.Take(ContainerNetwork.Bridge) is { } sandbox)
            taken.Add(sandbox);

        Assert.NotEmpty(taken);
        var usedName = (await Docker.Client.Containers.InspectContainerAsync(used["container:".Length..], Deadline)).Name.TrimStart('/');
        Assert.DoesNotContain(usedName, taken);
    }

    [Theory]
    [InlineData(ContainerNetwork.Bridge, false)]
    [InlineData(ContainerNetwork.Bridge, true)]
    [InlineData(ContainerNetwork.None, false)]
    [InlineData(ContainerNetwork.None, true)]
    public async Task What_a_devbox_can_reach_is_changed_and_changed_back(ContainerNetwork own, bool isSandboxed)
    {
        var devbox = await CreateAsync(own);
        if (isSandboxed)
        {
            await Adapter.Sandboxes.FillAsync(Deadline);
            devbox = await CreateAsync(own);
            Assert.StartsWith("container:", await NetworkOfAsync(devbox), StringComparison.Ordinal);
        }

        List<bool> reaches = [];
        foreach (var network in (ContainerNetwork[])[ContainerNetwork.None, ContainerNetwork.None, ContainerNetwork.Bridge, ContainerNetwork.Bridge, ContainerNetwork.None])
        {
            await Engine.SetNetworkAsync(devbox, network, Deadline);
            reaches.Add((await RunAsync(devbox, "cat /proc/net/route; cat /etc/resolv.conf | grep nameserver")).Split('\n').Skip(1).Any(line => line.StartsWith("eth", StringComparison.Ordinal)));
            Assert.Contains("lo:", await RunAsync(devbox, "cat /proc/net/dev"), StringComparison.Ordinal);
        }

        Assert.Equal([false, false, true, true, false], reaches);
    }

    [Fact]
    public async Task A_sandbox_whose_network_was_changed_is_given_to_nobody_else()
    {
        await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);
        var devbox = await CreateAsync(ContainerNetwork.Bridge);
        var sandbox = (await NetworkOfAsync(devbox))["container:".Length..];
        await Engine.SetNetworkAsync(devbox, ContainerNetwork.None, Deadline);
        // A silo that knows nothing of it, as after a crash.
        var successor = Docker.EngineOf(Docker.Options);

        await successor.RemoveAsync(devbox, Deadline);
        await successor.Sandboxes.ReconcileAsync(Deadline);

        Assert.DoesNotContain(sandbox, (await Docker.Client.Containers.ListContainersAsync(new() { All = true }, Deadline)).Select(entry => entry.ID));
    }

    [Fact]
    public async Task Sandboxes_are_nobodys_devboxes()
    {
        var devbox = await CreateAsync(ContainerNetwork.Bridge);
        await Adapter.Sandboxes.FillAsync(Deadline);

        Assert.Equal([devbox], (await Engine.ListAsync(Deadline)).Select(container => container.Name));
    }

    private async Task<string> CreateAsync(ContainerNetwork network)
    {
        var spec = Docker.Spec() with { Network = network };
        await Engine.CreateAsync(spec, Deadline);
        await Engine.StartAsync(spec.Name, Deadline);
        return spec.Name;
    }

    private async Task<string> NetworkOfAsync(string container) =>
        (await Docker.Client.Containers.InspectContainerAsync(container, Deadline)).HostConfig.NetworkMode;

    private async Task<string> RunAsync(string container, string command)
    {
        var exec = await Docker.Client.Exec.ExecCreateContainerAsync(
            container, new() { Cmd = ["sh", "-c", command], AttachStdout = true, AttachStderr = true }, Deadline);
        using var stream = await Docker.Client.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false, Deadline);
        return (await stream.ReadOutputToEndAsync(Deadline)).stdout;
    }
}
