using BenchCluster.Scoring;

namespace BenchCluster.Tests.Scoring;

public sealed class HarborRewardTests
{
    [Theory]
    [InlineData("1\n", null, 1, null)]
    [InlineData("0.25", "{\"reward\":1}", 0.25, null)]
    [InlineData(null, "{\"reward\":0.5,\"other\":1}", 0.5, null)]
    [InlineData(null, "{\"a\":0,\"b\":1}", 0.5, null)]
    // The file is made, empty, before the verifier runs.
    [InlineData("", "{\"reward\":1}", 1, null)]
    [InlineData("7", null, 1, 7.0)]
    [InlineData("-3", null, 0, -3.0)]
    public void A_reward_is_read_and_one_out_of_range_is_clamped_and_kept(string? text, string? json, double score, double? raw)
    {
        var reading = HarborReward.Read(text, json);

        Assert.Null(reading.Error);
        Assert.Equal(score, reading.Score);
        Assert.Equal(raw, reading.Raw);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("", "")]
    [InlineData("pass", null)]
    [InlineData("NaN", null)]
    [InlineData(null, "")]
    [InlineData(null, "[1]")]
    [InlineData(null, "{}")]
    [InlineData(null, "{\"reward\":\"1\"}")]
    public void No_reward_is_an_error_and_not_a_zero(string? text, string? json) =>
        Assert.NotNull(HarborReward.Read(text, json).Error);
}
