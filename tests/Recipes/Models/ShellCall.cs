using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>A call of an agent's tool for the shell.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ShellCall(string Tool, string Arguments)
{
    // Claude Code's, OpenCode's, Codex's of two ages, Gemini CLI's.
    private static readonly Dictionary<string, string> CommandFields = new()
    {
        ["Bash"] = "command", ["bash"] = "command", ["exec_command"] = "cmd", ["shell_command"] = "command", ["run_shell_command"] = "command",
    };

    /// <summary>The call; null where none of the tools is a shell.</summary>
    public static ShellCall? For(IEnumerable<string?> tools, string command) =>
        tools.FirstOrDefault(tool => tool is not null && CommandFields.ContainsKey(tool)) is { } tool
            ? new ShellCall(tool, new JsonObject { [CommandFields[tool]] = command, ["description"] = "Writes the answer" }.ToJsonString())
            : null;
}
