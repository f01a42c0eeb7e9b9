namespace BenchCluster.Agents;

/// <summary>The coding agents that are installed and launched without further ado.</summary>
public static class AgentRecipeNames
{
    /// <summary>Anthropic's Claude Code.</summary>
    public const string ClaudeCode = "claude-code";

    /// <summary>OpenAI's Codex.</summary>
    public const string Codex = "codex";

    /// <summary>Google's Gemini CLI.</summary>
    public const string GeminiCli = "gemini-cli";

    /// <summary>Block's Goose.</summary>
    public const string Goose = "goose";

    /// <summary>OpenCode.</summary>
    public const string OpenCode = "opencode";

    /// <summary>
    /// What their settings may say: <c>version</c>, which version is installed; <c>args</c>, further arguments of the
    /// command line.
    /// </summary>
    public static IReadOnlyList<string> Settings { get; } = ["version", "args"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ClaudeCode, Codex, GeminiCli, Goose, OpenCode];
}
