using BenchCluster.Docker.Registry;

namespace BenchCluster.Tests.Docker;

public sealed class RegistryOptionsTests
{
    [Theory]
    [InlineData("registry.example", "https://registry.example/")]
    [InlineData("registry.example:5000/bench/images", "https://registry.example:5000/")]
    [InlineData("127.0.0.1:5000/bench", "http://127.0.0.1:5000/")]
    [InlineData("localhost:5000", "http://localhost:5000/")]
    public void An_address_is_a_host_with_a_port_and_a_path(string address, string url)
    {
        Assert.True(RegistryOptions.IsAddress(address));
        var options = new RegistryOptions(address, null);
        Assert.Equal(url, options.Url.ToString());
        Assert.Equal($"{address}/benchcluster/blueprint:1", options.ReferenceOf("benchcluster/blueprint:1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://registry.example")]
    [InlineData("registry.example:99999")]
    [InlineData("registry.example/Bench")]
    [InlineData("registry.example/")]
    [InlineData("user@registry.example")]
    public void Anything_else_is_none(string text) => Assert.False(RegistryOptions.IsAddress(text));
}
