using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>A model's endpoint on this machine that speaks OpenAI's and Anthropic's APIs and answers as a test says.</summary>
public sealed class ScriptedModel : IDisposable
{
    private readonly HttpListener _listener = new();

    public ScriptedModel()
    {
        using (var port = new TcpListener(IPAddress.Loopback, 0))
        {
            port.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The base URL.</summary>
    public string Url { get; }

    /// <summary>The status and the words of the next answer, by how many came before.</summary>
    public Func<int, (int Status, string Text)> Answer { get; set; } = _ => (200, "Fine.\n{\"score\": 1, \"reason\": \"good\"}");

    /// <summary>What was asked: the path, the key, the body.</summary>
    public ConcurrentQueue<(string Path, string? Key, JsonNode Body)> Asked { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var path = context.Request.Url!.AbsolutePath;
            var (status, text) = Answer(Asked.Count);
            Asked.Enqueue((path, context.Request.Headers["x-api-key"] ?? context.Request.Headers["Authorization"], JsonNode.Parse(await reader.ReadToEndAsync())!));
            var answer = status != 200 ? new JsonObject { ["error"] = text }
                : path == "/v1/messages" ? new JsonObject
                {
                    ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
                    ["usage"] = new JsonObject { ["input_tokens"] = 100, ["output_tokens"] = 10 },
                }
                : new JsonObject
                {
                    ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }),
                    ["usage"] = new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 10 },
                };
            context.Response.StatusCode = status;
            context.Response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: false);
        }
    }
}
