using System.Text.Json;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Protocol;

/// <summary>
/// What agents and silos of other versions read and write, and what is on disk. A test that fails here means: a new
/// version of the protocol, or a mistake.
/// </summary>
public sealed class JsonShapeTests
{
    private const string Report =
        """{"id":"x","phase":"Queued","shell_name":"s","exit_code":137,"signal":9,"timed_out":true,"left_behind":true,"late_stdout_bytes":6,"problem":"why","started_ms":1,"ended_ms":2,"stdout_bytes":3,"stderr_bytes":4,"stdout_kept":5,"stderr_kept":6,"stdout_tail":"AQI=","stderr_tail":""}""";

    private const string Request =
        """{"version":1,"operation":"Hello","start":{"id":"x","command":"c","shell_name":"s","working_directory":"/","environment":{"A_b":"c"},"user":"u","attach_stdin":true,"timeout_ms":1,"max_output_bytes":0},"id":"x","wait_ms":2,"stream":"Stderr","offset":3,"follow":true,"signal":9,"scope":"Tree","close":true,"file":{"path":"p","user":"u","mode":420,"owner":"o","recursive":true,"offset":4,"hand_over":true},"dial":{"port":80,"address":"::1"},"session":{"command":"c","working_directory":"/","environment":{"A_b":"c"},"user":"u"},"terminal":{"name":"n","columns":80,"rows":24,"idle_ttl_ms":5},"changed":{"since_ms":5,"directories":["/"],"limit":6,"timeout_ms":7}}""";

    private const string Reply =
        """{"code":"NotFound","message":"m","hello":{"agent_version":"0.1.0","protocol":1,"process_id":1},"entry":{"name":"n","is_directory":true,"link_target":"t","size":1,"mode":2,"modified_ms":3},"stats":{"processes":1,"resident_bytes":2,"executions":0},"terminal":{"name":"n","created":true,"attached":true,"columns":80,"rows":24},"exit":{"exit_code":129,"signal":1,"problem":"why"},"changed":{"paths":["f/x"],"is_all":true}}""";

    [Fact]
    public void A_report_is_written_as_ever() =>
        Assert.Equal(Report, JsonSerializer.Serialize(JsonSerializer.Deserialize(Report, AgentJson.Default.ExecutionReport), AgentJson.Default.ExecutionReport));

    [Fact]
    public void A_request_is_written_as_ever() =>
        Assert.Equal(Request, JsonSerializer.Serialize(JsonSerializer.Deserialize(Request, AgentJson.Default.AgentRequest), AgentJson.Default.AgentRequest));

    [Fact]
    public void A_reply_is_written_as_ever() =>
        Assert.Equal(Reply, JsonSerializer.Serialize(JsonSerializer.Deserialize(Reply, AgentJson.Default.AgentReply), AgentJson.Default.AgentReply));

    [Theory]
    [InlineData("Hello Start Wait List ReadOutput WriteInput Signal Quiesce WriteFile FillFile ReadFile Stat ListDirectory Remove MakeDirectory Unpack Stats Home Dial Run OpenTerminal AttachTerminal ResizeTerminal SignalTerminal CloseTerminal Changed", typeof(Operation))]
    [InlineData("Failed Invalid Version NotFound IsDirectory NotDirectory PermissionDenied NoSpace ReadOnly Exists NoResources Ended Refused Busy", typeof(AgentErrorCode))]
    [InlineData("Queued Running Exited", typeof(ExecutionPhase))]
    [InlineData("Stdout Stderr", typeof(OutputKind))]
    [InlineData("Process Group Tree", typeof(SignalScope))]
    public void The_names_are_those_of_the_specification(string names, Type type) => Assert.Equal(names.Split(' '), Enum.GetNames(type));
}
