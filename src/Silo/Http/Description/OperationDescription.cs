using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BenchCluster.Http.Description;

/// <summary>Completes what the framework knows of a route with what <see cref="ApiDescription.Operations"/> says.</summary>
internal static class OperationDescription
{
    private const string Json = "application/json";
    private static readonly string[] Paging = ["limit", "starting_after", "include_total_count"];

    /// <summary>Completes one operation.</summary>
    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = "/" + context.Description.RelativePath;
        operation.Responses = new OpenApiResponses { ["default"] = Answer("An error", Json, Error()) };
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(path), context.Document) };
        if (!ApiDescription.Operations.TryGetValue($"{context.Description.HttpMethod} {path}", out var known))
            return;
        operation.Summary = known.Summary;
        operation.OperationId = null;
        var schema = known.Answer is null ? null : await SchemaAsync(known.Answer);
        operation.Responses["200"] = known.AnswerType is { } type
            ? Answer("Done", type, Bytes())
            : Answer("Done", Json, known.List is { } list ? Page(list, schema!) : schema ?? new OpenApiSchema { Type = JsonSchemaType.Object });
        if (known.Body is not null || known.BodyType is not null)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [known.BodyType ?? Json] = new() { Schema = known.Body is null ? Bytes() : await SchemaAsync(known.Body) },
                },
            };
        }

        foreach (var name in known.List is null ? known.Query : [.. Paging, .. known.Query])
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        async Task<IOpenApiSchema> SchemaAsync(Type of)
        {
            var document = context.Document!;
            var made = await context.GetOrCreateSchemaAsync(of, cancellationToken: cancellationToken);
            document.AddComponent(of.Name, made);
            return new OpenApiSchemaReference(of.Name, document);
        }
    }

    private static string TagOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["v1", "scenarios", "runs", ..] => "scenario runs",
        ["v1", "scenarios", "scorers", ..] => "scorers",
        ["v1", "devboxes", "disk_snapshots", ..] => "snapshots",
        ["v1", "devboxes", _, "executions" or "execute" or "execute_async" or "execute_sync", ..] => "executions",
        ["v1", var resource, ..] => resource.Replace('_', ' '),
        _ => "other",
    };

    private static OpenApiResponse Answer(string description, string type, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = schema } },
    };

    private static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static OpenApiSchema Error() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Names the field and what was expected." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
        Required = new HashSet<string> { "message", "code" },
    };

    private static OpenApiSchema Page(string list, IOpenApiSchema element) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [list] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = element },
            ["has_more"] = new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ["total_count"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
        },
        Required = new HashSet<string> { list, "has_more" },
    };
}
