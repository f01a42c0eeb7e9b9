using BenchCluster.Client.Predictions;
using BenchCluster.Tests.SweBench;

namespace BenchCluster.Tests.Predictions;

public sealed class PredictionFileTests
{
    [Theory]
    [InlineData("{\"instance_id\": \"a\", \"model_patch\": \"p\", \"model_name_or_path\": \"m\"}\n{\"instance_id\": \"b\", \"model_patch\": null, \"model_name_or_path\": \"m\"}\n")]
    [InlineData("[{\"instance_id\": \"a\", \"model_patch\": \"p\", \"model_name_or_path\": \"m\"}, {\"instance_id\": \"b\", \"model_patch\": \"\", \"model_name_or_path\": \"m\"}]")]
    [InlineData("{\n \"a\": {\"model_patch\": \"p\", \"model_name_or_path\": \"m\"},\n \"b\": {\"model_patch\": \"\", \"model_name_or_path\": \"m\"}}\n")]
    public async Task Lines_lists_and_objects_by_instance_are_read(string text)
    {
        using var file = new DatasetFile(text);

        var predictions = await PredictionFile.ReadAsync(file.Path, CancellationToken.None);

        Assert.Equal([new Prediction("a", "m", "p"), new Prediction("b", "m", "")], predictions);
        Assert.Equal([false, true], predictions.Select(prediction => prediction.IsEmpty));
    }

    [Theory]
    [InlineData("{\"instance_id\": \"a\", \"model_patch\": \"p\"}\n", null)]
    [InlineData("{\"instance_id\": \"a\"}\n", "prediction 1: model_patch: is required")]
    [InlineData("[{\"model_patch\": \"\"}]", "prediction 1: instance_id: is required")]
    [InlineData("[{\"instance_id\": \"a\", \"model_patch\": 7}]", "model_patch: expected a text")]
    [InlineData("[{\"instance_id\": \"a\", \"model_patch\": \"\"}, {\"instance_id\": \"a\", \"model_patch\": \"\"}]", "more than one prediction for 'a'")]
    [InlineData("[]", "has no predictions")]
    [InlineData("{\"a\": 1}", "'a': expected a JSON object")]
    public async Task What_is_wrong_is_named(string text, string? message)
    {
        using var file = new DatasetFile(text);
        var reading = () => PredictionFile.ReadAsync(file.Path, CancellationToken.None);

        if (message is null)
            Assert.Equal("predictions", Assert.Single(await reading()).Model);
        else
            Assert.Contains(message, (await Assert.ThrowsAsync<InvalidDataException>(reading)).Message, StringComparison.Ordinal);
    }
}
