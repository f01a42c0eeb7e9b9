using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using BenchCluster.Engine;
using Microsoft.AspNetCore.Http;

namespace BenchCluster.Tests.Docker;

/// <summary>Limits of the disk, which few storages can hold; scripted, because the one at hand may not be of them.</summary>
public sealed class DiskLimitTests
{
    private readonly ConcurrentQueue<string?> _asked = new();

    [Theory]
    [InlineData("overlay2", "xfs", "1073741824")]
    [InlineData("btrfs", "", "1073741824")]
    [InlineData("overlay2", "extfs", null)]
    [InlineData("overlayfs", "xfs", null)]
    public async Task The_limit_is_asked_for_where_the_storage_can_hold_it(string driver, string backing, string? size)
    {
        await using var engine = await ScriptedEngine.StartAsync((context, path) => AnswerAsync(context, path, driver, backing, refuses: false));

        await engine.Adapter.CreateAsync(Spec, CancellationToken.None);

        Assert.Equal([size], _asked);
    }

    [Fact]
    public async Task An_engine_that_turns_out_not_to_hold_it_makes_the_containers_without_and_is_not_asked_again()
    {
        await using var engine = await ScriptedEngine.StartAsync((context, path) => AnswerAsync(context, path, "overlay2", "xfs", refuses: true));
        // Learns what the storage is, so that those after it ask at once.
        await engine.Adapter.UpdateLimitsAsync("box", Spec.Limits, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => engine.Adapter.CreateAsync(Spec, CancellationToken.None)));
        _asked.Clear();
        await engine.Adapter.CreateAsync(Spec, CancellationToken.None);

        Assert.Equal([null], _asked);
    }

    private static ContainerSpec Spec => new()
    {
        Name = "box",
        DevboxId = "dbx_1",
        Epoch = 1,
        Image = "image",
        RunDirectory = "/nowhere",
        Limits = new ContainerLimits { Cpus = 1, MemoryBytes = 1L << 30, DiskBytes = 1L << 30 },
    };

    private async Task AnswerAsync(HttpContext context, string path, string driver, string backing, bool refuses)
    {
        switch (path)
        {
            case "/info":
                await context.Response.WriteAsync($$"""{"Driver":"{{driver}}","NCPU":2,"DriverStatus":[["Backing Filesystem","{{backing}}"]]}""");
                break;
            case "/containers/create":
                var body = await JsonNode.ParseAsync(context.Request.Body);
                var size = body?["HostConfig"]?["StorageOpt"]?["size"]?.GetValue<string>();
                _asked.Enqueue(size);
                if (refuses && size is not null)
                    await ScriptedEngine.RefuseAsync(context, 500, "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
                else
                    await context.Response.WriteAsync("""{"Id":"4b5d"}""");
                break;
            case "/containers/box/json":
                await context.Response.WriteAsync("""
                    {"Id":"4b5d","Name":"/box","Created":"2030-01-01T00:00:00Z","State":{"Status":"created"},
                     "Config":{"Labels":{"benchcluster.cluster":"scripted","benchcluster.devbox":"dbx_1","benchcluster.epoch":"1"}}}
                    """);
                break;
            default:
                await context.Response.WriteAsync("{}");
                break;
        }
    }
}
