using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BenchCluster.Tests.Models;

/// <summary>
/// A model's endpoint that coding agents can work with: asked with tools, it calls the shell with one command, and when it
/// has been told the result it says that it is done. It speaks Anthropic's messages, OpenAI's responses and Gemini's
/// contents, as streams of events.
/// </summary>
internal sealed class ScriptedCodingModel : IDisposable
{
    private static readonly IModelApi[] Apis = [new AnthropicMessages(), new OpenAiResponses(), new GeminiContents()];
    private readonly HttpListener _listener = new();
    private readonly string _command;

    /// <param name="address">The address of this machine that devboxes reach.</param>
    /// <param name="command">What agents shall run.</param>
    public ScriptedCodingModel(IPAddress address, string command)
    {
        _command = command;
        using (var port = new TcpListener(address, 0))
        {
            port.Start();
            Url = $"http://{address}:{((IPEndPoint)port.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public string Url { get; }

    /// <summary>What was asked: method and path, and the key.</summary>
    public ConcurrentQueue<(string What, string? Key)> Asked { get; } = new();

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

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The agent was ended while it asked.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Url!.AbsolutePath;
        Asked.Enqueue(($"{request.HttpMethod} {path}", request.Headers["x-api-key"] ?? request.Headers["x-goog-api-key"] ?? request.Headers["Authorization"]));
        using var reader = new StreamReader(request.InputStream);
        var text = await reader.ReadToEndAsync();
        if (request.HttpMethod != "POST" || Apis.FirstOrDefault(api => api.Answers(path)) is not { } api)
        {
            response.StatusCode = 404;
            response.Close();
            return;
        }

        var body = JsonNode.Parse(text)!;
        var call = api.IsToldResult(body) ? null : ShellCall.For(api.ToolsOf(body), _command);
        var events = new StringBuilder();
        foreach (var happened in api.Stream(body, call))
        {
            if (happened["type"] is { } type)
                events.Append("event: ").Append((string?)type).Append('\n');
            events.Append("data: ").Append(happened.ToJsonString()).Append("\n\n");
        }

        response.ContentType = "text/event-stream";
        response.Close(Encoding.UTF8.GetBytes(events.ToString()), willBlock: false);
    }
}
