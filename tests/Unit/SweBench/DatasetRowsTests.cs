using System.Text.Json.Nodes;
using BenchCluster.Client.SweBench;
using Parquet.Schema;
using Parquet.Serialization;

namespace BenchCluster.Tests.SweBench;

public sealed class DatasetRowsTests
{
    [Theory]
    [InlineData("{\"a\": \"1\"}\n\n{\"a\": \"2\"}\n")]
    [InlineData("[{\"a\": \"1\"}, {\"a\": \"2\"}]")]
    public async Task Lines_and_lists_of_objects_are_rows(string text)
    {
        using var file = new DatasetFile(text);

        var rows = await DatasetRows.ReadAsync(file.Path, CancellationToken.None);

        Assert.Equal(["1", "2"], rows.Select(row => row["a"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("{\"a\": 1}\n{oops\n", "line 2: is no JSON")]
    [InlineData("{\"a\": 1}\n[1]\n", "line 2: expected a JSON object")]
    [InlineData("[{}, 7]", "entry 2: expected a JSON object")]
    [InlineData("PAR1 and nothing else", "is no Parquet file that can be read")]
    public async Task What_cannot_be_read_is_named(string text, string message)
    {
        using var file = new DatasetFile(text);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => DatasetRows.ReadAsync(file.Path, CancellationToken.None));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_gives_the_instances_that_lines_give_with_lists_as_texts_or_as_lists()
    {
        using var file = DatasetFile.Of(DatasetFile.Row("psf__requests-1"), DatasetFile.Row("psf__requests-2"));
        var rows = await DatasetRows.ReadAsync(file.Path, CancellationToken.None);
        var columns = rows[0].Select(field => field.Key).ToList();
        var schema = new ParquetSchema(columns.Select(Field (column) => column == "PASS_TO_PASS"
            ? new ListField(column, new DataField<string>("element")) : new DataField<string>(column)));
        var parquet = Path.Combine(file.Folder, "set.parquet");
        await using (var stream = File.Create(parquet))
            await ParquetSerializer.SerializeUntypedAsync([.. rows.Select(ColumnsOf)], schema, stream);

        var read = await DatasetRows.ReadAsync(parquet, CancellationToken.None);

        Assert.Equal(rows.Select(Instance), read.Select(Instance));
    }

    private static string Instance(JsonObject row)
    {
        var (instance, problem) = InstanceReader.Read(row, 1);
        Assert.Null(problem);
        return System.Text.Json.JsonSerializer.Serialize(instance);
    }

    private static IDictionary<string, object?> ColumnsOf(JsonObject row) => row.ToDictionary(
        field => field.Key,
        field => field.Value is JsonArray list ? (object?)list.Select(item => (ReadOnlyMemory<char>?)item!.GetValue<string>().AsMemory()).ToList() : field.Value!.GetValue<string>());
}
