using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicMessages : IModelApi
{
    public bool Answers(string path) => path == "/v1/messages";

    public IEnumerable<string?> ToolsOf(JsonNode body) => body["tools"]?.AsArray().Select(tool => (string?)tool!["name"]) ?? [];

    public bool IsToldResult(JsonNode body) => body["messages"]!.ToJsonString().Contains("\"tool_result\"", StringComparison.Ordinal);

    public IEnumerable<JsonObject> Stream(JsonNode body, ShellCall? call)
    {
        yield return new JsonObject
        {
            ["type"] = "message_start",
            ["message"] = new JsonObject
            {
                ["id"] = "msg_1", ["type"] = "message", ["role"] = "assistant", ["model"] = (string?)body["model"], ["content"] = new JsonArray(),
                ["stop_reason"] = null, ["stop_sequence"] = null,
                // Here the cached ones come on top.
                ["usage"] = new JsonObject { ["input_tokens"] = 80, ["cache_read_input_tokens"] = 20, ["cache_creation_input_tokens"] = 0, ["output_tokens"] = 1 },
            },
        };
        yield return new JsonObject
        {
            ["type"] = "content_block_start", ["index"] = 0,
            ["content_block"] = call is null
                ? new JsonObject { ["type"] = "text", ["text"] = "" }
                : new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = call.Tool, ["input"] = new JsonObject() },
        };
        yield return new JsonObject
        {
            ["type"] = "content_block_delta", ["index"] = 0,
            ["delta"] = call is null
                ? new JsonObject { ["type"] = "text_delta", ["text"] = "Done." }
                : new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = call.Arguments },
        };
        yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 };
        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = call is null ? "end_turn" : "tool_use", ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = 30 },
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }
}
