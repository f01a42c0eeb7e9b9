using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using BenchCluster.Client;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Silos;
using BenchCluster.Tests.Transfers;

namespace BenchCluster.Tests.Devboxes;

/// <summary>Files that are larger than what any process may hold of them. <c>perf/devbox large</c> does it with 2 GiB.</summary>
public sealed class LargeFileTests
{
    private const long Length = 256L << 20;
    private const double MostMebibytes = 100;

    [Fact]
    public async Task A_large_file_goes_in_and_out_and_neither_silo_nor_agent_grows_with_it()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var client = new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey });
        using var http = new HttpClient { BaseAddress = silo.BaseUrl, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.ApiKey);
        var devbox = await client.Devboxes.WaitUntilSettledAsync((await client.Devboxes.CreateAsync(new DevboxCreateRequest())).Id);
        Assert.Equal(DevboxStatus.Running, devbox.Status);
        var agent = await DockerCommand.RunAsync("inspect", "-f", "{{.State.Pid}}", (await silo.ContainersAsync())[0]);
        var outside = new PeakMemory(silo.ProcessId);
        // The agent's belongs to root.
        var inside = Environment.IsPrivilegedProcess ? new PeakMemory(int.Parse(agent, CultureInfo.InvariantCulture)) : null;

        using var form = new MultipartFormDataContent { { new StringContent("large"), "path" }, { new StreamContent(new PatternStream(Length)), "file", "large" } };
        using var uploaded = await http.PostAsync(new Uri($"/v1/devboxes/{devbox.Id}/upload_file", UriKind.Relative), form);
        Assert.True(uploaded.IsSuccessStatusCode, await uploaded.Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/devboxes/{devbox.Id}/download_file", UriKind.Relative))
        {
            Content = JsonContent.Create(new { path = "large" }),
        };
        using var downloaded = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(Length, downloaded.Content.Headers.ContentLength);
        await using var back = new ComparingStream(Length);
        await downloaded.Content.CopyToAsync(back);

        Assert.True(back.IsWhole, $"Only {back.Position} bytes came back.");
        Assert.InRange(outside.Growth, 0, MostMebibytes);
        Assert.InRange(inside?.Growth ?? 0, 0, MostMebibytes);
    }
}
