using System.Text.Json.Nodes;
using BenchCluster.Scenarios;

namespace BenchCluster.ScenarioRuns;

/// <summary>MCP servers as most clients read them: an object <c>mcpServers</c>, by name. Pure.</summary>
internal static class McpConfiguration
{
    /// <summary>Where a command that is an agent finds it.</summary>
    public const string Path = "/.bench/mcp.json";

    /// <summary>The variable that says so.</summary>
    public const string Variable = "BENCH_MCP_CONFIG";

    /// <summary>The file's text.</summary>
    public static string Of(IEnumerable<McpServer> servers)
    {
        var byName = new JsonObject();
        foreach (var server in servers)
        {
            byName[server.Name] = server.Command is { } command
                ? new JsonObject { ["type"] = "stdio", ["command"] = command, ["args"] = new JsonArray([.. (server.Args ?? []).Select(argument => (JsonNode)argument)]) }
                : new JsonObject { ["type"] = server.Transport is "streamable-http" ? "http" : server.Transport, ["url"] = server.Url };
        }

        return new JsonObject { ["mcpServers"] = byName }.ToJsonString();
    }
}
