using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads <c>[[environment.mcp_servers]]</c>.</summary>
internal static class HarborMcpServers
{
    /// <summary>The servers; null for none.</summary>
    public static IReadOnlyList<McpServer>? Read(TomlSection environment)
    {
        var servers = environment.Sections("mcp_servers").Select(ReadServer).ToList();
        return servers.Count > 0 ? servers : null;
    }

    private static McpServer ReadServer(TomlSection section)
    {
        var server = new McpServer
        {
            Name = section.String("name") ?? "",
            // The format's newer name for the older.
            Transport = section.String("transport") switch { null => "sse", "http" => "streamable-http", var transport => transport },
            Url = section.String("url"),
            Command = section.String("command"),
            Args = section.Strings("args"),
        };
        if (string.IsNullOrWhiteSpace(server.Name))
            section.Refuse("name", "expected a name");
        if (server.Transport is not ("sse" or "streamable-http" or "stdio"))
            section.Refuse("transport", $"expected sse, streamable-http or stdio, found {server.Transport}");
        else if (server.Transport is "stdio" ? server.Command is null or "" : server.Url is null or "")
            section.Refuse(server.Transport is "stdio" ? "command" : "url", $"must be given for {server.Transport}");
        section.ReportUnknown();
        return server with { Url = server.Transport is "stdio" ? null : server.Url, Command = server.Transport is "stdio" ? server.Command : null };
    }
}
