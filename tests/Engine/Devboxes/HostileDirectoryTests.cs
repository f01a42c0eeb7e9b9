using System.Text.Json;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;

namespace BenchCluster.Tests.Devboxes;

/// <summary>Root in a devbox owns <c>/.bench/run</c>, which the host reads.</summary>
public sealed class HostileDirectoryTests : DevboxTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_devboxs_directory_is_its_own_and_nobody_elses_on_the_host()
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync("chmod 0777 /.bench/run && touch /.bench/run/planted");
        var other = await StartAsync();

        Assert.Equal("agent.sock exec", await other.ReadAsync("echo $(ls /.bench/run)"));
        Assert.Equal("", await other.ReadAsync("find / -xdev -name planted; ls /.bench/run/../run/../../run | grep planted; true"));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(other.RunDirectory));
        // Where a devbox has opened its own to all, the one above is still closed.
        Assert.Equal(ownerOnly, File.GetUnixFileMode(Path.GetDirectoryName(devbox.RunDirectory)!));
    }

    [Theory]
    [InlineData("mkdir exec/planted && ln -s $TARGET/status.json $TARGET/stdout exec/planted/")]
    [InlineData("mkdir exec/planted && ln -s ../../../../secret/status.json ../../../../secret/stdout exec/planted/")]
    [InlineData("ln -s $TARGET exec/planted")]
    [InlineData("mv exec was && ln -s $PARENT exec && mv was/planted . 2>/dev/null; true")]
    [InlineData("mkdir exec/planted && mkfifo exec/planted/status.json exec/planted/stdout")]
    [InlineData("mkdir -p exec/planted/status.json exec/planted/stdout")]
    [InlineData("mkdir exec/planted && truncate -s 1T exec/planted/status.json")]
    [InlineData("mkfifo exec/planted")]
    [InlineData("rm -r exec && mkfifo exec")]
    public async Task What_is_planted_in_an_executions_place_is_neither_followed_nor_waited_for(string plant)
    {
        var secret = Directory.CreateDirectory(Path.Combine(Data.Path, "secret", "planted")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secret, "status.json"), """{"id":"planted","phase":"exited","exit_code":0}""");
        await File.WriteAllTextAsync(Path.Combine(secret, "stdout"), "secret");
        var devbox = await StartAsync();

        await devbox.RunAsync($"TARGET={secret}; PARENT={Path.GetDirectoryName(secret)}; cd /.bench/run && {plant}");

        Assert.Null(await Task.Run(() => devbox.Archive.Find("planted")).WaitAsync(Soon));
        await using var output = await Task.Run(() => devbox.Archive.OpenOutput("planted", OutputKind.Stdout, 0)).WaitAsync(Soon);
        Assert.Equal(0, output is null ? 0 : await output.ReadAsync(new byte[1], Deadline));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":null,"phase":"exited"}""")]
    [InlineData("""{"id":"planted","phase":"running"}""")]
    [InlineData("""{"id":"planted","phase":7}""")]
    [InlineData("""{"id":"planted","phase":"exited","stdout_tail":"no base64!"}""")]
    [InlineData("{\"id\":\"planted\",\"phase\":\"exited\",\"problem\":\"\\ud800")]
    public async Task A_report_that_no_agent_writes_is_no_report(string json)
    {
        var devbox = await StartAsync();

        await PlantAsync(devbox, json);

        Assert.Null(new DevboxHost(Data).FindRecorded(devbox.Id, "planted"));
    }

    [Fact]
    public async Task A_report_of_another_execution_is_not_taken_for_that_one()
    {
        var devbox = await StartAsync();

        await PlantAsync(devbox, """{"id":"another","phase":"exited","exit_code":0}""");

        Assert.Equal("planted", new DevboxHost(Data).FindRecorded(devbox.Id, "planted")?.Id);
    }

    [Fact]
    public async Task A_report_of_times_that_never_were_is_read_without_a_failure()
    {
        var devbox = await StartAsync();

        await PlantAsync(devbox, $$"""{"id":"planted","phase":"exited","exit_code":0,"started_ms":{{long.MinValue}},"ended_ms":{{long.MaxValue}},"stdout_bytes":-1}""");

        var status = new DevboxHost(Data).FindRecorded(devbox.Id, "planted");
        Assert.Equal((0, DateTimeOffset.UnixEpoch), (status?.ExitStatus, status?.StartedAt));
    }

    [Theory]
    [InlineData("../planted")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    [InlineData("")]
    public async Task An_id_that_is_a_path_is_none(string id)
    {
        var devbox = await StartAsync();
        await PlantAsync(devbox, """{"id":"planted","phase":"exited"}""");

        Assert.Null(devbox.Archive.Find(id));
        Assert.Null(devbox.Archive.OpenOutput(id, OutputKind.Stdout, 0));
    }

    [Fact]
    public async Task A_report_that_the_agent_writes_is_believed()
    {
        var devbox = await StartAsync();
        var status = await devbox.RunAsync("echo out; exit 9");

        Assert.Equal(JsonSerializer.Serialize(status), JsonSerializer.Serialize(new DevboxHost(Data).FindRecorded(devbox.Id, status.Id)));
    }

    private static async Task PlantAsync(TestDevbox devbox, string json)
    {
        await devbox.ReadAsync("mkdir /.bench/run/exec/planted");
        await devbox.Agent.WriteFileAsync("/.bench/run/exec/planted/status.json", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)), UnixFileMode.UserRead, null, CancellationToken.None);
    }
}
