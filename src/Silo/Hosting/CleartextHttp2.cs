using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace BenchCluster.Hosting;

/// <summary>
/// HTTP/1.1 and HTTP/2 on one port without TLS. Kestrel chooses HTTP/1.1 there, for want of a negotiation; but a client
/// that knows speaks HTTP/2 from its first byte, as Runloop's official SDK does. So the first bytes are looked at, and
/// where they are HTTP/2's preface, Kestrel is told what a negotiation would have told it.
/// </summary>
internal static class CleartextHttp2
{
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];

    /// <summary>Looks at the first bytes of each connection.</summary>
    public static void UseCleartextHttp2(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (await ConnectionPrefix.BeginsWithAsync(connection, Preface) is not { } isPreface)
            return;
        if (isPreface)
        {
            var negotiated = new Negotiated();
            connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
        }

        await next(connection);
    });

    private sealed class Negotiated : ITlsApplicationProtocolFeature, ITlsConnectionFeature
    {
        private static readonly byte[] Http2 = [.. "h2"u8];

        public ReadOnlyMemory<byte> ApplicationProtocol => Http2;

        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
