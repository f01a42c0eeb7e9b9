using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace BenchCluster.Http.Description;

/// <summary>The API described by itself: <c>/openapi.json</c>, and a page to read at <c>/docs</c>.</summary>
internal static class ApiDescription
{
    private const string Scheme = "bearer";

    /// <summary>What is said of each route, by verb and path.</summary>
    public static IReadOnlyDictionary<string, Operation> Operations { get; } = new Dictionary<string, Operation>(
        [.. DevboxOperations.All, .. EvaluationOperations.All, .. ResourceOperations.All]);

    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(http =>
        {
            http.SerializerOptions.PropertyNamingPolicy = WireJson.Options.PropertyNamingPolicy;
            foreach (var converter in WireJson.Options.Converters)
                http.SerializerOptions.Converters.Add(converter);
        });
        return services.AddOpenApi(description =>
        {
            // What silos say to each other is not the API.
            description.ShouldInclude = route => route.RelativePath?.StartsWith("peer/", StringComparison.Ordinal) is not true;
            description.AddDocumentTransformer((document, _, _) => Introduce(document));
            description.AddOperationTransformer(OperationDescription.CompleteAsync);
        });
    }

    /// <summary>Maps the description and its page; neither needs a key.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json").ExcludeFromDescription();
        routes.MapScalarApiReference("/docs", page => page.WithTitle("BenchCluster").WithOpenApiRoutePattern("/openapi.json")).ExcludeFromDescription();
    }

    private static Task Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "BenchCluster",
            Version = "v1",
            Description = "Devboxes, scenarios and benchmarks. The paths and shapes are those of Runloop's API, whose official SDKs work with it.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
