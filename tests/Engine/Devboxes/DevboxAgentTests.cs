using System.Text;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A devbox does what it is for.</summary>
public sealed class DevboxAgentTests : DevboxTest
{
    [Fact]
    public async Task The_agent_is_the_first_process_and_the_silo_reaches_it()
    {
        var devbox = await StartAsync();

        Assert.Equal(1, (await devbox.Client.HelloAsync(Deadline)).ProcessId);
        Assert.True(await devbox.Agent.IsAliveAsync(Deadline));
    }

    [Theory]
    [InlineData("root", "0:0:root:/root")]
    [InlineData("user", "1000:1000:user:/home/user")]
    [InlineData("1000", "1000:1000:user:/home/user")]
    [InlineData("nobody", "65534:65534:nobody:/")]
    [InlineData("user:daemon", "1000:1:user:/home/user")]
    public async Task A_command_runs_as_the_user_that_is_asked_for_and_in_its_home(string user, string expected)
    {
        var devbox = await StartAsync();

        Assert.Equal(expected, await devbox.ReadAsync("echo $(id -u):$(id -g):$(id -un):$PWD", user));
    }

    [Fact]
    public async Task A_command_has_the_images_and_the_devboxs_environment_and_none_of_the_agents_descriptors()
    {
        var devbox = await StartAsync(spec => spec with { Environment = new Dictionary<string, string> { ["COLOUR"] = "green = \"light\"" } });

        Assert.Equal("C.UTF-8 green = \"light\"", await devbox.ReadAsync("echo $LANG $COLOUR"));
        Assert.Equal("0 1 2", await devbox.ReadAsync("exec ls -x /proc/self/fd | sed 's/ *3$//; s/  */ /g'"));
    }

    [Fact]
    public async Task Output_and_exit_status_are_read_on_the_host_after_the_container_has_gone()
    {
        var devbox = await StartAsync();
        var status = await devbox.RunAsync("echo out; echo err >&2; exit 5");
        await Engine.RemoveAsync(devbox.Container.Id, Deadline);

        var report = devbox.Archive.Find(status.Id);
        await using var output = devbox.Archive.OpenOutput(status.Id, AgentProtocol.OutputKind.Stdout, offset: 1);

        Assert.Equal(5, report?.ExitCode);
        Assert.NotNull(output);
        Assert.Equal("ut\n", await new StreamReader(output).ReadToEndAsync(Deadline));
    }

    [Fact]
    public async Task Files_go_in_and_come_out()
    {
        var devbox = await StartAsync();

        await devbox.Agent.WriteFileAsync("/srv/new/file", new MemoryStream("text"u8.ToArray()), UnixFileMode.UserRead | UnixFileMode.GroupRead, "user", Deadline);

        Assert.Equal("text 440 user", await devbox.ReadAsync("echo $(cat /srv/new/file) $(stat -c '%a %U' /srv/new/file)"));
        Assert.Equal("text", Encoding.UTF8.GetString(await devbox.Agent.ReadSmallFileAsync("/srv/new/file", 100, Deadline) ?? []));
        Assert.Null(await devbox.Agent.ReadSmallFileAsync("/srv/other", 100, Deadline));
    }

    [Fact]
    public async Task A_stopped_devbox_that_is_started_again_keeps_its_disk_and_its_executions_and_takes_commands()
    {
        var devbox = await StartAsync();
        var before = await devbox.RunAsync("echo kept > /kept; echo before");
        await Engine.StopAsync(devbox.Container.Id, TimeSpan.FromSeconds(20), Deadline);
        Assert.Equal(143, (await Engine.InspectAsync(devbox.Container.Id, Deadline))?.ExitCode);

        await Engine.StartAsync(devbox.Container.Id, Deadline);
        await devbox.Agent.AwaitReadyAsync(Deadline);

        Assert.Equal("kept", await devbox.ReadAsync("cat /kept"));
        Assert.Equal("before\n", (await devbox.Agent.FindAsync(before.Id, TimeSpan.Zero, Deadline))?.StdoutTail);
    }

    [Fact]
    public async Task A_devbox_with_a_network_has_an_interface_and_a_route()
    {
        var devbox = await StartAsync(spec => spec with { Network = ContainerNetwork.Bridge });

        Assert.Equal("eth0 lo", await devbox.ReadAsync("echo $(ls /sys/class/net)"));
        Assert.Contains("\t00000000\t", await devbox.ReadAsync("cat /proc/net/route"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_process_is_gone_after_the_devbox_is_made_quiet()
    {
        var devbox = await StartAsync();
        await devbox.BeginAsync("setsid sh -c 'trap \"\" TERM HUP INT; sleep 1000' & sleep 1000");

        await devbox.Agent.QuiesceAsync(Deadline);

        Assert.Equal(0, (await devbox.Client.StatsAsync(Deadline)).Processes);
    }

    [Fact]
    public async Task Ast_grep_of_the_tools_runs_in_the_base_image()
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync("mkdir /code && printf 'def f(x):\\n    return x == None\\n' > /code/a.py");

        var found = await devbox.ReadAsync("/.bench/tools/ast-grep run --lang python --pattern '$A == None' --json=stream /code", "user");

        Assert.Contains("\"text\":\"x == None\"", found, StringComparison.Ordinal);
    }
}
