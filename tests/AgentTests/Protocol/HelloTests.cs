using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Protocol;

public sealed class HelloTests : AgentTest
{
    [Fact]
    public async Task An_agent_says_who_it_is()
    {
        var hello = await Agent.HelloAsync(Deadline);

        Assert.Equal(ProtocolVersion.Current, hello.Protocol);
        Assert.Equal(Running.ProcessId, hello.ProcessId);
        Assert.Matches(@"^\d+\.\d+\.\d+$", hello.AgentVersion);
    }
}
