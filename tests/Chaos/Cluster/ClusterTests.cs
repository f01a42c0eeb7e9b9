using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Chaos;

/// <summary>Several real silos on one PostgreSQL, without chaos.</summary>
public sealed class ClusterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Devboxes_are_on_all_nodes_and_each_is_reached_through_every_silo()
    {
        await using var cluster = await ChaosCluster.StartAsync(3, "--Bench:Slots=1");
        using var front = cluster.NewClient();
        var devboxes = await RunningAsync(front, 3);
        Assert.Equal(["n1", "n2", "n3"], devboxes.Select(devbox => devbox.Node!).Order());

        foreach (var silo in cluster.Silos)
        {
            using var client = cluster.NewClient(silo.BaseUrl);
            foreach (var devbox in devboxes)
            {
                var execution = await client.Executions.StartAsync(
                    devbox.Id, new ExecuteRequest { Command = "for i in 1 2 3; do echo line $i; sleep 0.1; done", CommandId = Guid.NewGuid().ToString() });
                Assert.Equal("line 1\nline 2\nline 3\n", await ReadAsync(client, devbox.Id, execution.ExecutionId));
                Assert.Equal(0, (await client.Executions.WaitAsync(devbox.Id, execution.ExecutionId)).ExitStatus);
                await client.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "echo x >>/tmp/seen" });
            }
        }

        foreach (var devbox in devboxes)
        {
            Assert.Equal("x\nx\nx\n", (await front.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "cat /tmp/seen" })).Stdout);
            await front.Devboxes.ShutdownAsync(devbox.Id);
        }

        await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, Deadline);
        var nodes = new List<string>();
        await foreach (var node in front.Nodes.ListAsync())
            nodes.Add($"{node.Name} {node.SlotsTaken}");
        Assert.Equal(["n1 0", "n2 0", "n3 0"], nodes);
    }

    [Fact]
    public async Task The_bytes_of_an_object_are_reached_through_every_silo()
    {
        await using var cluster = await ChaosCluster.StartAsync(2);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789", 100_000)));
        using var here = cluster.NewHttp(cluster.Silos[0].BaseUrl);
        using var there = cluster.NewHttp(cluster.Silos[1].BaseUrl);

        var created = await PostAsync(here, "/v1/objects", new { name = "o", content_type = "binary" });
        var id = created.GetProperty("id").GetString()!;
        using (var upload = await here.PutAsync(new Uri(created.GetProperty("upload_url").GetString()!), new ByteArrayContent(bytes)))
            Assert.True(upload.IsSuccessStatusCode, $"{upload.StatusCode}");
        var completed = await PostAsync(there, $"/v1/objects/{id}/complete", new { });
        var link = await there.GetFromJsonAsync<JsonElement>(new Uri($"/v1/objects/{id}/download", UriKind.Relative));

        Assert.Equal(bytes.Length, completed.GetProperty("size_bytes").GetInt64());
        Assert.Equal(bytes, await there.GetByteArrayAsync(new Uri(link.GetProperty("download_url").GetString()!)));
        await PostAsync(there, $"/v1/objects/{id}/delete", new { });
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(cluster.Silos[0].Data, "objects")));
        using var stranger = await there.GetAsync(new Uri($"/peer/objects/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    [Fact]
    public async Task A_devbox_whose_node_is_lost_fails_with_that_reason_and_the_next_one_starts_elsewhere()
    {
        await using var cluster = await ChaosCluster.StartAsync(2, "--Bench:Slots=1", "--Bench:NodeLostAfter=00:00:05", "--Bench:OrphanGrace=00:00:10");
        using var front = cluster.NewClient();
        var devbox = (await RunningAsync(front, 1)).Single();
        var lost = cluster.Silos[devbox.Node is "n1" ? 0 : 1];

        await lost.KillAsync();
        var failed = await Eventually.Get(
            () => Persistence.AskAsync(() => front.Devboxes.GetAsync(devbox.Id)), view => view.Status is DevboxStatus.Failure, Deadline);

        Assert.Equal($"The node '{devbox.Node}' is lost.", failed.FailureMessage);
        Assert.True(failed.IsInfrastructureFailure);
        var next = (await RunningAsync(front, 1)).Single();
        Assert.NotEqual(devbox.Node, next.Node);
        await Persistence.AskAsync(() => front.Devboxes.ShutdownAsync(next.Id));
        // Also that of the lost devbox: nobody claims it, and the engine is the other node's too.
        await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, Deadline);
    }

    [Fact]
    public async Task A_rolling_restart_ends_no_command_and_loses_no_byte()
    {
        await using var cluster = await ChaosCluster.StartAsync(2, "--Bench:Slots=2");
        using var front = cluster.NewClient();
        var devboxes = await RunningAsync(front, 2);
        var executions = new List<ExecutionView>();
        foreach (var devbox in devboxes)
        {
            executions.Add(await front.Executions.StartAsync(
                devbox.Id, new ExecuteRequest { Command = "for i in $(seq 100); do echo line $i; sleep 0.1; done", CommandId = Guid.NewGuid().ToString() }));
        }

        foreach (var silo in cluster.Silos)
        {
            await silo.StopAsync();
            await silo.StartAgainAsync();
        }

        var expected = string.Concat(Enumerable.Range(1, 100).Select(i => $"line {i}\n"));
        foreach (var (devbox, execution) in devboxes.Zip(executions))
        {
            Assert.Equal(0, (await Persistence.AskAsync(() => front.Executions.WaitAsync(devbox.Id, execution.ExecutionId))).ExitStatus);
            Assert.Equal(expected, await Persistence.AskAsync(() => ReadAsync(front, devbox.Id, execution.ExecutionId)));
            Assert.Equal(DevboxStatus.Running, (await Persistence.AskAsync(() => front.Devboxes.ShutdownAsync(devbox.Id))).StateTransitions.SkipLast(1).Last().Status);
        }
    }

    [Fact]
    public async Task More_devboxes_than_may_wait_are_refused_and_those_that_wait_see_their_position()
    {
        await using var cluster = await ChaosCluster.StartAsync(1, "--Bench:Slots=1", "--Bench:QueueLimit=2");
        using var front = cluster.NewClient();
        using var http = cluster.NewHttp(cluster.BaseUrl);
        var running = (await RunningAsync(front, 1)).Single();
        var waiting = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            waiting.Add((await front.Devboxes.CreateAsync(new DevboxCreateRequest())).Id);
            await Eventually.Get(() => front.Devboxes.GetAsync(waiting[i]), view => view.QueuePosition == i);
        }

        var refused = await Eventually.Get(() => http.PostAsJsonAsync(new Uri("/v1/devboxes", UriKind.Relative), new { }), r => r.StatusCode is HttpStatusCode.TooManyRequests);

        Assert.NotNull(refused.Headers.RetryAfter);
        await front.Devboxes.ShutdownAsync(running.Id);
        Assert.Equal(DevboxStatus.Running, (await front.Devboxes.WaitUntilSettledAsync(waiting[0])).Status);
    }

    [Fact]
    public async Task An_image_that_only_another_node_has_comes_from_there()
    {
        // Without any image: the base image is not in a registry that would have it either.
        await using var engine = await PrivateEngine.StartAsync();
        await using var cluster = await ChaosCluster.StartAsync(2, i => i == 2 ? engine : null, "--Bench:Slots=1");
        using var front = cluster.NewClient();

        var devboxes = await RunningAsync(front, 2);

        Assert.Equal(["n1", "n2"], devboxes.Select(devbox => devbox.Node!).Order());
        foreach (var devbox in devboxes)
        {
            Assert.Equal("here\n", (await front.Executions.ExecuteAsync(devbox.Id, new ExecuteRequest { Command = "echo here" })).Stdout);
            await front.Devboxes.ShutdownAsync(devbox.Id);
        }

        await Eventually.Get(cluster.ContainersAsync, containers => containers.Count == 0, Deadline);
    }

    [Fact]
    public async Task A_silo_with_other_keys_is_refused()
    {
        await using var cluster = await ChaosCluster.StartAsync(1);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SiloProcess.StartAsync(
            "--Bench:Node=stranger", $"--Bench:Postgres={cluster.Connection}", "--Bench:SiloPort=1"));

        Assert.Contains("Bench:Keys: ", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<DevboxView>> RunningAsync(BenchClient client, int count)
    {
        var views = new List<DevboxView>();
        for (var i = 0; i < count; i++)
        {
            var created = await Persistence.AskAsync(() => client.Devboxes.CreateAsync(new DevboxCreateRequest()));
            var view = await Persistence.AskAsync(() => client.Devboxes.WaitUntilSettledAsync(created.Id));
            Assert.True(view.Status is DevboxStatus.Running, $"{view.Status}: {view.FailureMessage}");
            views.Add(view);
        }

        return views;
    }

    private static async Task<string> ReadAsync(BenchClient client, string devbox, string execution)
    {
        var text = new StringBuilder();
        await foreach (var chunk in client.Executions.StreamAsync(devbox, execution, standardError: false))
            text.Append(chunk.Output);
        return text.ToString();
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
