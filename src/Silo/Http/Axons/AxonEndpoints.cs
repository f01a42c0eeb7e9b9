using System.Globalization;
using BenchCluster.Axons;
using BenchCluster.Index;

namespace BenchCluster.Http.Axons;

/// <summary><c>/v1/axons</c>; their databases (<c>sql</c>) are not served.</summary>
internal static class AxonEndpoints
{
    private const int LongestText = 256;
    private const int LongestPayload = 256 * 1024;

    /// <summary>Maps the routes.</summary>
    public static void MapAxons(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/axons", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<AxonRequest>(http);
            FieldRules.OptionalName("name", request.Name);
            FieldRules.Metadata("metadata", request.Metadata);
            return Answers.View(await Axon(grains, ResourceId.New(ResourceKind.Axon, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/axons", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("axons", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        routes.MapGet("/v1/axons/{id}", async (string id, IGrainFactory grains) => Answers.View(await Axon(grains, id).Get()));
        routes.MapPost("/v1/axons/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<AxonRequest>(http);
            FieldRules.Metadata("metadata", request.Metadata);
            return Answers.View(await Axon(grains, id).Update(request.Metadata));
        });
        routes.MapDelete("/v1/axons/{id}", async (string id, IGrainFactory grains) =>
        {
            await Axon(grains, id).Delete();
            return Answers.Done();
        });
        routes.MapPost("/v1/axons/{id}/publish", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<PublishRequest>(http);
            Text("event_type", request.EventType);
            Text("source", request.Source);
            FieldRules.Require(request.Origin is not EventOrigin.System, "origin", "must be EXTERNAL_EVENT, AGENT_EVENT or USER_EVENT.");
            FieldRules.Require(request.Payload is { Length: <= LongestPayload }, "payload", $"must be a text of at most {LongestPayload} characters.");
            return Answers.View(await Axon(grains, id).Publish(request));
        });
        routes.MapGet("/v1/axons/{id}/events", ListEventsAsync);
        routes.MapAxonStreams();
    }

    /// <summary>The grain of an axon.</summary>
    public static IAxonGrain Axon(IGrainFactory grains, string id) => grains.GetGrain<IAxonGrain>(ResourceId.Require(ResourceKind.Axon, id));

    /// <summary>A number of an event; null when the parameter is absent.</summary>
    public static long? Sequence(HttpContext http, string name) =>
        ListRequest.Text(http, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
        : throw BenchException.Invalid(name, "must be the sequence number of an event.");

    private static void Text(string field, string? text) => FieldRules.Require(
        text is { Length: > 0 and <= LongestText } && !text.Any(char.IsControl), field, $"must have 1 to {LongestText} characters, none of them control characters.");

    private static ResourceQuery QueryOf(HttpContext http) => ListRequest.Of(http, ResourceKind.Axon) with
    {
        Ids = ListRequest.Text(http, "id") is { } id ? [id] : null,
        NamePrefix = ListRequest.Text(http, "name"),
        Search = ListRequest.Text(http, "search"),
        Metadata = ListRequest.Metadata(http),
    };

    /// <summary>Events from the last on; <c>starting_after</c> is a sequence number, for they have no other id.</summary>
    private static async Task<IResult> ListEventsAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var page = ListRequest.Of(http, ResourceKind.Axon);
        var axon = Axon(grains, id);
        var total = await axon.Last();
        var last = Math.Min(total, (Sequence(http, "starting_after") ?? long.MaxValue) - 1);
        var first = Math.Max(0, last - page.Limit);
        var events = new List<AxonEventView>();
        for (var after = first; after < last;)
        {
            var read = await axon.Read(after, TimeSpan.Zero, http.RequestAborted);
            if (read.Count == 0)
                break;
            events.AddRange(read.Where(found => found.Sequence <= last));
            after = read[^1].Sequence;
        }

        events.Reverse();
        return Answers.View(new EventsView { Events = events, HasMore = first > 0, TotalCount = page.CountAll ? total : null });
    }

    internal sealed record EventsView
    {
        public required IReadOnlyList<AxonEventView> Events { get; init; }

        public required bool HasMore { get; init; }

        public long? TotalCount { get; init; }
    }
}
