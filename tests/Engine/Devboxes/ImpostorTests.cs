using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Data;
using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Devboxes;

/// <summary>Root in a devbox puts something else where the agent's socket was, to answer in the agent's name.</summary>
public sealed class ImpostorTests : DevboxTest
{
    private const string Impostor = """
        cat > /impostor.py <<'PROGRAM'
        import os, socket, sys
        path = "/.bench/run/agent.sock"
        if os.path.exists(path):
            os.rename(path, "/.bench/run/real.sock")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(10)
        if "orphan" in sys.argv and os.fork():
            os._exit(0)
        open("/ready", "w").close()
        while True:
            connection, _ = listener.accept()
            with open("/overheard", "ab") as overheard:
                overheard.write(connection.recv(4096))
            connection.sendall(b'{"hello":{"agent_version":"6.6.6","protocol":1,"process_id":1},"execution":{"id":"x","phase":"exited","exit_code":0}}\n')
            connection.close()
        PROGRAM
        """;

    [Theory]
    [InlineData("")]
    // The process that began to listen has ended, and another one accepts.
    [InlineData("orphan")]
    public async Task A_process_that_listens_in_the_agents_place_is_not_believed_and_hears_nothing(string argument)
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync($"{Impostor}\nsetsid python3 /impostor.py {argument} < /dev/null > /dev/null 2>&1 &\nuntil [ -e /ready ]; do sleep 0.01; done");

        await Assert.ThrowsAsync<AgentUnreachableException>(() => devbox.RunAsync("echo secret"));
        await Assert.ThrowsAsync<AgentUnreachableException>(() =>
            devbox.Agent.WriteFileAsync("/scorer", new MemoryStream("secret"u8.ToArray()), UnixFileMode.UserRead, null, Deadline));
        Assert.False(await devbox.Agent.IsAliveAsync(Deadline));

        // The host can put the socket back, and then the agent tells what the impostor has heard.
        File.Move(Path.Combine(devbox.RunDirectory, "real.sock"), Path.Combine(devbox.RunDirectory, AgentSocket.FileName), overwrite: true);
        Assert.Equal("", await devbox.ReadAsync("cat /overheard 2>/dev/null; true"));
    }

    [Fact]
    public async Task An_impostor_would_be_believed_where_agents_are_not_in_containers()
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync($"{Impostor}\nsetsid python3 /impostor.py < /dev/null > /dev/null 2>&1 &\nuntil [ -e /ready ]; do sleep 0.01; done");

        // The check, and nothing else, is what keeps it out.
        Assert.Equal("6.6.6", (await new AgentClient(devbox.RunDirectory, isContained: false).HelloAsync(Deadline)).AgentVersion);
    }

    [Fact]
    public async Task A_link_to_another_devboxs_agent_leads_nowhere()
    {
        var victim = await StartAsync();
        var devbox = await StartAsync();
        await devbox.ReadAsync($"cd /.bench/run && rm agent.sock && ln -s ../{victim.Id}/agent.sock agent.sock");

        await Assert.ThrowsAsync<AgentUnreachableException>(() => devbox.RunAsync("touch /was-here"));

        Assert.Equal("", await victim.ReadAsync("ls /was-here 2>/dev/null; true"));
    }

    [Theory]
    [InlineData("mkfifo agent.sock")]
    [InlineData("touch agent.sock")]
    [InlineData("mkdir agent.sock")]
    [InlineData("true")]
    public async Task What_is_no_socket_in_its_place_is_an_agent_that_does_not_answer(string plant)
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync($"cd /.bench/run && rm agent.sock && {plant}");

        await Assert.ThrowsAsync<AgentUnreachableException>(() => devbox.RunAsync("true").WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_process_that_listens_and_never_answers_does_not_keep_the_silo_waiting()
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync(
            """
            cd /.bench/run && rm agent.sock
            setsid python3 -c 'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind("agent.sock"); s.listen(1); open("/ready", "w").close(); time.sleep(1000)' > /dev/null 2>&1 < /dev/null &
            until [ -e /ready ]; do sleep 0.01; done
            """);

        await Assert.ThrowsAsync<AgentUnreachableException>(() => devbox.RunAsync("true").WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task The_agent_is_recognized_in_a_directory_whose_name_is_longer_than_a_sockets_may_be()
    {
        using var data = DataDirectory.Open(Path.Combine(Data.Path, new string('d', 120)));
        var devbox = await StartAsync(host: new DevboxHost(data));

        Assert.Equal("here", await devbox.ReadAsync("echo here"));
    }
}
