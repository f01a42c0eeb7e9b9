using System.Text.Json;

namespace BenchCluster.Client;

/// <summary>The error shape: <c>{"message": …, "code": …}</c>.</summary>
internal static class BenchErrorBody
{
    private const int LongestShown = 500;

    /// <summary>Code and message of an answer; of anything else than the shape, the status and the start of the text.</summary>
    public static async Task<(string Code, string Message)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            text = error.Message;
        }

        var status = (int)response.StatusCode;
        if (Parse(text) is var (code, message))
            return (code ?? $"http_{status}", message);
        var shown = text.Trim();
        shown = shown.Length > LongestShown ? shown[..LongestShown] + "…" : shown;
        return ($"http_{status}", $"{response.RequestMessage?.RequestUri?.AbsolutePath} answered {status} {response.ReasonPhrase}"
            + (shown.Length > 0 ? $": {shown}" : "."));
    }

    private static (string? Code, string Message)? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || String(root, "message") is not { } message)
                return null;
            return (String(root, "code"), message);
        }
        catch (JsonException)
        {
            return null; // Not our shape: a proxy's page, say. The caller shows it as it is.
        }
    }

    private static string? String(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
