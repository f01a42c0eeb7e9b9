using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>OpenAI's responses.</summary>
internal sealed class OpenAiResponses : IModelApi
{
    public bool Answers(string path) => path == "/v1/responses";

    public IEnumerable<string?> ToolsOf(JsonNode body) => body["tools"]?.AsArray().Select(tool => (string?)tool!["name"]) ?? [];

    public bool IsToldResult(JsonNode body) => body["input"]!.ToJsonString().Contains("\"function_call_output\"", StringComparison.Ordinal);

    public IEnumerable<JsonObject> Stream(JsonNode body, ShellCall? call)
    {
        yield return Event("response.created", "response", Response(body, "in_progress"));
        yield return Event("response.output_item.added", "item", Item(call, isDone: false));
        if (call is null)
        {
            yield return Delta("response.content_part.added", "part", Text(""));
            yield return Delta("response.output_text.delta", "delta", "Done.");
            yield return Delta("response.output_text.done", "text", "Done.");
            yield return Delta("response.content_part.done", "part", Text("Done."));
        }
        else
        {
            yield return Delta("response.function_call_arguments.delta", "delta", call.Arguments);
            yield return Delta("response.function_call_arguments.done", "arguments", call.Arguments);
        }

        yield return Event("response.output_item.done", "item", Item(call, isDone: true));
        var response = Response(body, "completed");
        response["usage"] = new JsonObject
        {
            ["input_tokens"] = 100, ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 20 },
            ["output_tokens"] = 30, ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 }, ["total_tokens"] = 130,
        };
        yield return Event("response.completed", "response", response);
    }

    private static JsonObject Event(string type, string field, JsonNode value) =>
        new() { ["type"] = type, ["output_index"] = 0, ["sequence_number"] = 0, [field] = value };

    private static JsonObject Delta(string type, string field, JsonNode value)
    {
        var happened = Event(type, field, value);
        happened["item_id"] = "item_1";
        happened["content_index"] = 0;
        return happened;
    }

    private static JsonObject Response(JsonNode body, string status) => new()
    {
        ["id"] = "resp_1", ["object"] = "response", ["created_at"] = 1_700_000_000, ["status"] = status, ["model"] = (string?)body["model"], ["output"] = new JsonArray(),
    };

    private static JsonObject Item(ShellCall? call, bool isDone) => call is null
        ? new JsonObject
        {
            ["type"] = "message", ["id"] = "item_1", ["role"] = "assistant", ["status"] = isDone ? "completed" : "in_progress",
            ["content"] = isDone ? new JsonArray(Text("Done.")) : new JsonArray(),
        }
        : new JsonObject
        {
            ["type"] = "function_call", ["id"] = "item_1", ["call_id"] = "call_1", ["name"] = call.Tool,
            ["status"] = isDone ? "completed" : "in_progress", ["arguments"] = isDone ? call.Arguments : "",
        };

    private static JsonObject Text(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };
}
