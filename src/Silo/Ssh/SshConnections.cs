using BenchCluster.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BenchCluster.Ssh;

/// <summary>SSH on the API's own port: a client of SSH says so first of all.</summary>
internal static class SshConnections
{
    private static readonly byte[] Banner = [.. "SSH-2.0-"u8];

    /// <summary>Takes the connections that speak SSH.</summary>
    public static void UseSsh(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (await ConnectionPrefix.BeginsWithAsync(connection, Banner) is not { } isSsh)
            return;
        if (!isSsh)
            await next(connection);
        else if (listen.ApplicationServices.GetService<SshServer>() is { } server)
            await server.ServeAsync(connection);
    });
}
