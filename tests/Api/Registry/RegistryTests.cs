using BenchCluster.Blueprints;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Registry;

/// <summary>A cluster with a registry of its own.</summary>
public sealed class RegistryTests
{
    private const string Repository = "bench/benchcluster/blueprint";

    [Fact]
    public async Task An_image_that_its_node_has_no_longer_comes_from_the_registry_and_goes_with_its_blueprint()
    {
        await using var registry = await RegistryServer.StartAsync();
        await using var silo = await SiloProcess.StartAsync($"--Bench:Registry={registry.Address}/bench");
        using var client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
        var built = await client.Blueprints.CreateAsync(new BlueprintCreateRequest { Name = "kept", SystemSetupCommands = [$"echo {Guid.NewGuid()} >/made"] });
        built = await Eventually.Get(
            () => client.Blueprints.GetAsync(built.Id), seen => seen.Status is BlueprintStatus.BuildComplete or BlueprintStatus.Failed, TimeSpan.FromMinutes(3));
        Assert.Equal(BlueprintStatus.BuildComplete, built.Status);
        var tag = Assert.Single(await Eventually.Get(() => registry.TagsAsync(Repository), tags => tags.Count > 0, TimeSpan.FromMinutes(2)));
        // The name that it was sent by goes a moment after it is there.
        await Eventually.Get(() => DockerCommand.RunAsync("images"), images => !images.Contains(registry.Address, StringComparison.Ordinal));

        await DockerCommand.RunAsync("rmi", $"benchcluster/blueprint:{tag}");
        var devbox = await client.Devboxes.CreateAsync(new DevboxCreateRequest { BlueprintId = built.Id });
        devbox = await client.Devboxes.WaitUntilSettledAsync(devbox.Id);

        Assert.True(devbox.Status is DevboxStatus.Running, $"{devbox.Status}: {devbox.FailureMessage}");
        Assert.Equal(0, (await client.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "test -e /made" })).ExitStatus);
        await client.Devboxes.ShutdownAsync(devbox.Id);
        await Eventually.Get(silo.ContainersAsync, containers => containers.Count == 0);
        using var http = new HttpClient { BaseAddress = silo.BaseUrl };
        http.DefaultRequestHeaders.Authorization = new("Bearer", silo.ApiKey);
        (await http.PostAsync(new Uri($"/v1/blueprints/{built.Id}/delete", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        await Eventually.Get(() => registry.TagsAsync(Repository), tags => tags.Count == 0);
    }

    [Fact]
    public async Task An_address_that_cannot_be_one_is_refused_at_the_start() => Assert.Contains(
        "Bench:Registry: 'http://x/' must be a host",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => SiloProcess.StartAsync("--Bench:Registry=http://x/"))).Message, StringComparison.Ordinal);
}
