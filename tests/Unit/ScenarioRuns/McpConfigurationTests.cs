using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class McpConfigurationTests
{
    [Fact]
    public void Servers_are_written_as_clients_read_them() => Assert.Equal(
        """{"mcpServers":{"a":{"type":"http","url":"http://a/mcp"},"b":{"type":"sse","url":"http://b/sse"},"c":{"type":"stdio","command":"serve","args":["-v"]}}}""",
        McpConfiguration.Of(
        [
            new McpServer { Name = "a", Transport = "streamable-http", Url = "http://a/mcp" },
            new McpServer { Name = "b", Transport = "sse", Url = "http://b/sse" },
            new McpServer { Name = "c", Transport = "stdio", Command = "serve", Args = ["-v"] },
        ]));
}
