using System.Text.Json;
using System.Text.RegularExpressions;

namespace BenchCluster.Http;

/// <summary>Reads bodies. What cannot be read is a 400 that names the field, or a 422 for a field that is missing.</summary>
internal static partial class RequestReader
{
    /// <summary>The longest JSON body.</summary>
    public const long LongestBody = 128L << 20;

    /// <summary>The body; an absent one is an empty object.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext http)
    {
        var request = http.Request;
        try
        {
            if (await IsEmptyAsync(request, http.RequestAborted))
                return JsonSerializer.Deserialize<T>("{}", WireJson.Options)!;
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: http.RequestAborted);
            if (body.RootElement.ValueKind is not JsonValueKind.Object)
                throw new BenchException(BenchError.BadRequest, "The body must be a JSON object.");
            return body.RootElement.Deserialize<T>(WireJson.Options)!;
        }
        catch (JsonException e)
        {
            throw Explain(e);
        }
        catch (NotSupportedException e)
        {
            // An abstract type without its discriminator.
            var path = PathInMessage().Match(e.Message);
            throw new BenchException(BenchError.BadRequest, $"{Join(Field(path.Success ? path.Groups[1].Value : null, null), "type")}: is required.");
        }
        catch (BadHttpRequestException e)
        {
            throw new BenchException(
                BenchError.BadRequest,
                e.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"The body is longer than {LongestBody >> 20} MiB." : e.Message);
        }
    }

    private static async Task<bool> IsEmptyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var start = await request.BodyReader.ReadAsync(cancellationToken);
        request.BodyReader.AdvanceTo(start.Buffer.Start);
        return start.IsCompleted && start.Buffer.IsEmpty;
    }

    private static BenchException Explain(JsonException exception)
    {
        if (MissingProperties().Match(exception.Message) is { Success: true } missing)
            return BenchException.Invalid(Field(exception.Path, missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)), "is required.");
        var field = Field(exception.Path, null);
        if (UnknownDiscriminator().Match(exception.Message) is { Success: true } unknown)
            return new BenchException(BenchError.BadRequest, $"{Join(field, "type")}: '{unknown.Groups[1].Value}' is not a known type.");
        return field.Length == 0
            ? new BenchException(BenchError.BadRequest, $"The body is not valid JSON: {Short(exception.Message)}")
            : new BenchException(BenchError.BadRequest, $"{field}: the value is not of the expected type or not one of the allowed values.");
    }

    /// <summary>A JSON path as a field's name: <c>$.a.b[0]</c> is <c>a.b[0]</c>.</summary>
    private static string Field(string? path, string? last)
    {
        var field = path is null ? "" : path.TrimStart('$').TrimStart('.');
        return last is null ? field : Join(field, last);
    }

    private static string Join(string field, string last) => field.Length == 0 ? last : $"{field}.{last}";

    private static string Short(string message) =>
        message.IndexOf(" Path:", StringComparison.Ordinal) is var at and >= 0 ? message[..at] : message;

    [GeneratedRegex("missing required properties including: (.+?)\\.")]
    private static partial Regex MissingProperties();

    [GeneratedRegex("Path: (\\S+) ")]
    private static partial Regex PathInMessage();

    [GeneratedRegex("unrecognized type discriminator id '(.+?)'")]
    private static partial Regex UnknownDiscriminator();
}
