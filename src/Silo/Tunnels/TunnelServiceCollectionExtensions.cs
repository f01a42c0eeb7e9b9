namespace BenchCluster.Tunnels;

/// <summary>Serves tunnels.</summary>
internal static class TunnelServiceCollectionExtensions
{
    /// <summary>Adds what <see cref="TunnelGate"/> needs.</summary>
    public static IServiceCollection AddTunnels(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<TunnelConnections>()
        .AddSingleton<TunnelForwarder>()
        .AddSingleton<TunnelWaking>();

    /// <summary>Takes the requests of tunnels; before all else.</summary>
    public static IApplicationBuilder UseTunnels(this IApplicationBuilder app) => app.UseMiddleware<TunnelGate>();
}
