using BenchCluster.Http.Pty;

namespace BenchCluster.Tunnels;

/// <summary>Serves tunnels.</summary>
internal static class TunnelServiceCollectionExtensions
{
    /// <summary>Adds what <see cref="TunnelGate"/> needs.</summary>
    /// <param name="signingKey">What keys of PTY tunnels are signed with.</param>
    public static IServiceCollection AddTunnels(this IServiceCollection services, string signingKey) => services
        .AddHttpForwarder()
        .AddSingleton<TunnelConnections>()
        .AddSingleton<TunnelForwarder>()
        .AddSingleton<TunnelWaking>()
        .AddSingleton(provider => new PtyTunnelKeys(signingKey, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<PtySessions>()
        .AddSingleton<PtyAttachment>()
        .AddSingleton<PtyGate>();

    /// <summary>Takes the requests of tunnels; before all else.</summary>
    public static IApplicationBuilder UseTunnels(this IApplicationBuilder app) => app.UseWebSockets().UseMiddleware<TunnelGate>();
}
