using BenchCluster.Tunnels;

namespace BenchCluster.Tests.Tunnels;

public sealed class TunnelAddressTests
{
    [Theory]
    [InlineData("8080-abc.tunnel.localhost", 8080, "abc")]
    [InlineData("1-a.tunnel", 1, "a")]
    [InlineData("65535-a-b.TUNNEL.example.com", 65535, "a-b")]
    [InlineData("80-ABC.tunnel.127.0.0.1", 80, "abc")]
    public void A_port_and_a_key_lead_into_a_devbox(string host, int port, string key) =>
        Assert.Equal(new TunnelAddress(port, key), TunnelAddress.Of(host));

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("api.example.com")]
    [InlineData("tunnel.example.com")]
    [InlineData("abc.tunnel.example.com")]
    [InlineData("-abc.tunnel.example.com")]
    [InlineData("0-abc.tunnel.example.com")]
    [InlineData("65536-abc.tunnel.example.com")]
    [InlineData("+80-abc.tunnel.example.com")]
    [InlineData("99999999999-abc.tunnel.example.com")]
    [InlineData("80-abc.tunnels.example.com")]
    [InlineData("80-abc.example.tunnel.com")]
    public void Other_hosts_are_the_apis(string host) => Assert.Null(TunnelAddress.Of(host));
}
