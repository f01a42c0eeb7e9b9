using BenchCluster.Client.Output;

namespace BenchCluster.Tests.Output;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(1.26, "1.3s")]
    [InlineData(59.9, "59s")]
    [InlineData(61, "1m 1s")]
    [InlineData(3600, "1h 0m")]
    [InlineData(90_000, "1d 1h")]
    public void A_span_is_said_in_its_two_largest_units(double seconds, string expected) =>
        Assert.Equal(expected, Durations.Short(TimeSpan.FromSeconds(seconds)));
}
