using BenchCluster.Hosting;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace BenchCluster.Front;

/// <summary>
/// One port before many silos: <c>BenchCluster.Silo front</c>. It knows nothing of devboxes; each silo answers every
/// request. A silo that does not answer, or says that it stops, gets none.
/// </summary>
internal static class FrontProgram
{
    private const string Cluster = "silos";

    /// <summary>Runs until it is told to stop.</summary>
    /// <exception cref="InvalidOperationException">An option is wrong; names the key.</exception>
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.LogPlainly();
        var options = FrontOptions.Read(builder.Configuration);
        builder.Listen(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddReverseProxy().LoadFromMemory([RouteOf()], [ClusterOf(options)]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
    }

    private static RouteConfig RouteOf() => new()
    {
        RouteId = "all",
        ClusterId = Cluster,
        Match = new RouteMatch { Path = "{**path}" },
        // Tunnels are told apart by it, and answers have URLs with it.
        Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
    };

    private static ClusterConfig ClusterOf(FrontOptions options) => new()
    {
        ClusterId = Cluster,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = options.SiloUrls.ToDictionary(url => url, url => new DestinationConfig { Address = url }),
        HealthCheck = new HealthCheckConfig
        {
            // When no silo is well they are all tried: better an error of theirs than one of ours.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/health",
                Interval = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(3),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                ReactivationPeriod = TimeSpan.FromSeconds(2),
            },
        },
        Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromDays(1), AllowResponseBuffering = false },
    };
}
