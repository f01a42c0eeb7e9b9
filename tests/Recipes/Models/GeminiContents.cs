using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>Gemini's contents.</summary>
internal sealed class GeminiContents : IModelApi
{
    public bool Answers(string path) => path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);

    public IEnumerable<string?> ToolsOf(JsonNode body) =>
        body["tools"]?.AsArray().SelectMany(tool => tool!["functionDeclarations"]?.AsArray() ?? []).Select(tool => (string?)tool!["name"]) ?? [];

    public bool IsToldResult(JsonNode body) => body["contents"]!.ToJsonString().Contains("\"functionResponse\"", StringComparison.Ordinal);

    public IEnumerable<JsonObject> Stream(JsonNode body, ShellCall? call)
    {
        var part = call is null
            ? new JsonObject { ["text"] = "Done." }
            : new JsonObject { ["functionCall"] = new JsonObject { ["name"] = call.Tool, ["args"] = JsonNode.Parse(call.Arguments) } };
        yield return new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject
            {
                ["index"] = 0, ["finishReason"] = "STOP", ["content"] = new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(part) },
            }),
            ["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = 100, ["cachedContentTokenCount"] = 20, ["candidatesTokenCount"] = 30, ["totalTokenCount"] = 130,
            },
        };
    }
}
