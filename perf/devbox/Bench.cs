using System.Net.Http.Headers;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Tests;
using BenchCluster.Tests.Silos;
using Docker.DotNet;

namespace BenchCluster.Perf;

/// <summary>A silo of its own, who speaks with it, and the engine beside it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private Bench(SiloProcess silo)
    {
        Silo = silo;
        Client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = silo.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.ApiKey);
        Engine = new DockerClientConfiguration().CreateClient();
    }

    /// <summary>The silo's process.</summary>
    public SiloProcess Silo { get; }

    /// <summary>The .NET client.</summary>
    public BenchClient Client { get; }

    /// <summary>Plain HTTP, with the key.</summary>
    public HttpClient Http { get; }

    /// <summary>The engine, past the silo.</summary>
    public DockerClient Engine { get; }

    /// <summary>What was aimed at.</summary>
    public Aims Aims { get; } = new();

    /// <summary>Starts the silo.</summary>
    public static async Task<Bench> StartAsync() => new(await SiloProcess.StartAsync());

    /// <summary>A devbox that runs, and its container.</summary>
    public async Task<(string Devbox, string Container)> NewDevboxAsync(LaunchParameters? parameters = null)
    {
        var created = await Client.Devboxes.CreateAsync(new DevboxCreateRequest { LaunchParameters = parameters });
        var devbox = await Client.Devboxes.WaitUntilSettledAsync(created.Id);
        if (devbox.Status is not DevboxStatus.Running)
            throw new InvalidOperationException($"The devbox is {devbox.Status}: {devbox.FailureMessage}");
        return (devbox.Id, (await Silo.ContainersAsync())[0]);
    }

    /// <summary>Ends a devbox, and waits until its container is gone.</summary>
    public async Task EndAsync(string devbox)
    {
        await Client.Devboxes.ShutdownAsync(devbox);
        await Eventually.Get(Silo.ContainersAsync, containers => containers.Count == 0, TimeSpan.FromMinutes(1));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        Http.Dispose();
        Client.Dispose();
        await Silo.DisposeAsync();
    }
}
