using BenchCluster.Client;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Trust;

/// <summary>A silo with the victims' environment built.</summary>
public sealed class TrustFixture : IAsyncLifetime
{
    private SiloProcess? _silo;
    private BenchClient? _client;

    internal Victims Victims { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _silo = await SiloProcess.StartAsync("--Bench:Slots=8");
        _client = new BenchClient(new BenchClientOptions { BaseUrl = _silo.BaseUrl, ApiKey = _silo.ApiKey });
        Victims = new Victims(_client);
        await Victims.PrepareAsync();
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
    }
}
