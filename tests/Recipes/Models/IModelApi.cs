using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>One provider's API. Each answer is said to have cost 100 tokens of input, 20 of them cached, and 30 of output.</summary>
internal interface IModelApi
{
    /// <summary>Whether a path is the one that answers are asked at.</summary>
    bool Answers(string path);

    /// <summary>The names of the tools that the agent offers.</summary>
    IEnumerable<string?> ToolsOf(JsonNode body);

    /// <summary>Whether the conversation has a tool's result.</summary>
    bool IsToldResult(JsonNode body);

    /// <summary>The events of an answer: a call of a tool, else a few words.</summary>
    IEnumerable<JsonObject> Stream(JsonNode body, ShellCall? call);
}
