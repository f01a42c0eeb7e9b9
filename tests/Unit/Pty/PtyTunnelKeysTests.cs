using BenchCluster.Http.Pty;
using BenchCluster.Resources;
using BenchCluster.Tunnels;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Pty;

public sealed class PtyTunnelKeysTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly string _devbox;

    public PtyTunnelKeysTests() => _devbox = ResourceId.New(ResourceKind.Devbox, _clock.GetUtcNow());

    private PtyTunnelKeys Keys => new("signing key", _clock);

    [Fact]
    public void A_key_leads_to_its_devbox_and_has_one_token()
    {
        var (key, token) = Keys.New(_devbox);

        Assert.Equal(_devbox, Keys.DevboxOf(key));
        Assert.True(Keys.IsToken(key, token));
        Assert.False(Keys.IsToken(key, Keys.New(_devbox).Token));
        Assert.False(Keys.IsToken(key, ""));
    }

    [Fact]
    public void A_key_fits_in_a_label_of_a_host_name_with_its_port_before_it() => Assert.InRange($"65535-{Keys.New(_devbox).Key}".Length, 1, 63);

    [Fact]
    public void Each_is_another() => Assert.NotEqual(Keys.New(_devbox), Keys.New(_devbox));

    [Fact]
    public void A_key_ends_after_a_day()
    {
        var (key, _) = Keys.New(_devbox);

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(_devbox, Keys.DevboxOf(key));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(Keys.DevboxOf(key));
    }

    [Fact]
    public void No_letter_of_a_key_can_be_another()
    {
        var (key, _) = Keys.New(_devbox);
        for (var at = 0; at < key.Length; at++)
        {
            var forged = key.ToCharArray();
            forged[at] = forged[at] == 'a' ? 'b' : 'a';
            Assert.Null(Keys.DevboxOf(new string(forged)));
        }
    }

    [Fact]
    public void Keys_of_tunnels_and_of_other_clusters_are_none()
    {
        Assert.Null(Keys.DevboxOf(TunnelKey.New(_devbox)));
        Assert.Null(Keys.DevboxOf(new PtyTunnelKeys("another", _clock).New(_devbox).Key));
        Assert.Null(Keys.DevboxOf(""));
        Assert.Null(Keys.DevboxOf("13"));
    }
}
