using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Storage;

namespace BenchCluster.Tests.Resources;

/// <summary>
/// What is on users' disks. The files in <c>Persisted/</c> were written when a shape was recorded; a test that fails here
/// says that states written by an earlier build would be read as something else, or not at all. A new field is recorded
/// by adding it to <see cref="PersistedStates"/> and to its file, which the failing test writes anew beside the old; a
/// change of meaning needs a new <see cref="ResourceState.NewestSchema"/> and code that reads the old one.
/// </summary>
public sealed class PersistedShapeTests
{
    private static readonly JsonSerializerOptions Indented = new(StorageJson.Options) { WriteIndented = true };

    public static TheoryData<string> Names => [.. PersistedStates.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_state_is_read_as_it_was_written(string name)
    {
        var recorded = Recorded(name);
        var written = PersistedStates.All[name];

        var read = (ResourceState)JsonSerializer.Deserialize(recorded, written.GetType(), StorageJson.Options)!;

        if (Text(written) != Text(read))
        {
            var path = PathOf($"{name}.new");
            File.WriteAllText(path, JsonSerializer.Serialize(written, written.GetType(), Indented) + "\n");
            Assert.Fail($"It is read as {Text(read)}\n and is written now as {path} has it.");
        }

        Assert.Equal(JsonNode.Parse(recorded)!.ToJsonString(StorageJson.Options), Text(read));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_of_a_state_is_recorded(string name)
    {
        var missing = new List<string>();
        Compare(JsonNode.Parse(Recorded(name)), StorageJson.Options.GetTypeInfo(PersistedStates.All[name].GetType()), missing);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_kind_of_state_is_recorded()
    {
        var kinds = typeof(ResourceState).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ResourceState)));
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), PersistedStates.All.Values.Select(state => state.GetType().Name).Order());
    }

    [Fact]
    public void Fields_that_a_later_build_added_within_the_schema_are_ignored_and_those_it_left_out_have_their_defaults()
    {
        var state = JsonSerializer.Deserialize<DevboxState>("""{"Id":"dbx_1","Later":{"a":1}}""", StorageJson.Options)!;

        Assert.Equal(("dbx_1", ResourceState.NewestSchema, 0), (state.Id, state.Schema, state.Transitions.Count));
    }

    private static void Compare(JsonNode? node, JsonTypeInfo type, List<string> missing)
    {
        if (node is JsonArray array && type.ElementType is { } element)
        {
            foreach (var item in array)
                Compare(item, StorageJson.Options.GetTypeInfo(element), missing);
        }

        if (node is not JsonObject fields || type.Kind is not JsonTypeInfoKind.Object)
            return;
        if (type.PolymorphismOptions is { } polymorphism)
        {
            var kind = fields[polymorphism.TypeDiscriminatorPropertyName]!.GetValue<string>();
            var derived = polymorphism.DerivedTypes.Single(candidate => (string?)candidate.TypeDiscriminator == kind);
            type = StorageJson.Options.GetTypeInfo(derived.DerivedType);
        }

        foreach (var property in type.Properties.Where(property => property.Get is not null))
        {
            if (!fields.TryGetPropertyValue(property.Name, out var value))
                missing.Add($"{type.Type.Name}.{property.Name}");
            else
                Compare(value, StorageJson.Options.GetTypeInfo(property.PropertyType), missing);
        }
    }

    private static string Text(ResourceState state) => JsonSerializer.Serialize(state, state.GetType(), StorageJson.Options);

    private static string Recorded(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "{}";

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Resources", "Persisted", $"{name}.json");
}
