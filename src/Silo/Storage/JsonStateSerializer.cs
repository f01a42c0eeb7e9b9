using Orleans.Storage;

namespace BenchCluster.Storage;

/// <summary>Writes grain states as <see cref="StorageJson"/> says, whatever database keeps them.</summary>
internal sealed class JsonStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) =>
        new(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(input, StorageJson.Options));

    public T Deserialize<T>(BinaryData input) => input.ToObjectFromJson<T>(StorageJson.Options)!;
}
