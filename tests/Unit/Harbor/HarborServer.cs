using BenchCluster.Benchmarks;
using BenchCluster.Blueprints;
using BenchCluster.Objects;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Harbor;

/// <summary>A fake server that keeps what is imported.</summary>
internal sealed class HarborServer
{
    private readonly Lock _gate = new();
    private readonly List<ObjectView> _objects = [];
    private int _scenarios;

    public HarborServer()
    {
        On("GET /v1/benchmarks", _ => Page("benchmarks", Benchmark is null ? [] : [Benchmark]));
        On("POST /v1/benchmarks", request => Benchmark = BenchmarkOf(request.Read<BenchmarkCreateRequest>()));
        On("GET /v1/scenarios", _ => Page("scenarios", Enumerable.Reverse(Scenarios)));
        On("POST /v1/scenarios", request => Create(request.Read<ScenarioCreateRequest>()));
        On("GET /v1/blueprints", _ => Page("blueprints", Enumerable.Reverse(Blueprints)));
        On("POST /v1/blueprints", request => Create(request.Read<BlueprintCreateRequest>()));
        On("GET /v1/objects", request => Page("objects", _objects.Where(o => request.Query.Contains(o.Name, StringComparison.Ordinal))));
        On("POST /v1/objects", request => Create(request.Read<ObjectCreateRequest>()));
    }

    public FakeServer Http { get; } = new();

    public BenchmarkView? Benchmark { get; private set; }

    /// <summary>All that are not archived.</summary>
    public List<ScenarioView> Scenarios { get; } = [];

    public List<BlueprintView> Blueprints { get; } = [];

    /// <summary>Uploads so far.</summary>
    public int Uploads => _objects.Count;

    /// <summary>How a blueprint's build ends.</summary>
    public BlueprintStatus BuildEnd { get; set; } = BlueprintStatus.BuildComplete;

    public void SetBuilds(BlueprintStatus status)
    {
        for (var i = 0; i < Blueprints.Count; i++)
            Blueprints[i] = Blueprints[i] with { Status = status };
    }

    /// <summary>The importer asks from several threads.</summary>
    private void On(string route, Func<FakeRequest, object> answer) => Http.On(route, request =>
    {
        lock (_gate)
            return answer(request);
    });

    private static Dictionary<string, object> Page(string name, IEnumerable<object> items) =>
        new() { [name] = items.ToList(), ["has_more"] = false };

    private BenchmarkView BenchmarkOf(BenchmarkCreateRequest request)
    {
        On("POST /v1/benchmarks/bmd_1", update =>
            Benchmark = Benchmark! with { ScenarioIds = update.Read<BenchmarkUpdateRequest>().ScenarioIds! });
        return ApiObjects.Benchmark(request.Name, "bmd_1", [.. request.ScenarioIds!]);
    }

    private ScenarioView Create(ScenarioCreateRequest request)
    {
        var id = $"scn_{++_scenarios}";
        var scenario = ApiObjects.Scenario(id, request.Name, request.EnvironmentParameters!.BlueprintId, request.Metadata) with
        {
            ScoringContract = request.ScoringContract,
        };
        Scenarios.Add(scenario);
        On($"POST /v1/scenarios/{id}/archive", _ =>
        {
            Scenarios.RemoveAll(s => s.Id == id);
            return scenario;
        });
        return scenario;
    }

    private BlueprintView Create(BlueprintCreateRequest request)
    {
        var index = Blueprints.Count;
        var id = $"bpt_{index + 1}";
        Blueprints.Add(ApiObjects.Blueprint(id, request.Name, BuildEnd) with { Parameters = request, Metadata = request.Metadata! });
        On($"GET /v1/blueprints/{id}", _ => Blueprints[index]);
        return Blueprints[index];
    }

    private ObjectView Create(ObjectCreateRequest request)
    {
        var id = $"obj_{_objects.Count + 1}";
        var created = new ObjectView
        {
            Id = id,
            Name = request.Name,
            ContentType = request.ContentType,
            State = ObjectState.ReadOnly,
            CreateTimeMs = 1,
            Metadata = request.Metadata,
        };
        _objects.Add(created);
        On($"PUT /upload/{id}", _ => new object());
        On($"POST /v1/objects/{id}/complete", _ => created);
        return created with { State = ObjectState.Uploading, UploadUrl = $"/upload/{id}?signature=x" };
    }
}
