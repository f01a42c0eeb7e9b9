using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
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
    private static readonly TimeSpan FirstBytesWithin = TimeSpan.FromMinutes(2);

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Looks at the first bytes of each connection.</summary>
    public static void UseCleartextHttp2(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(FirstBytesWithin);
        try
        {
            if (await BeginsWithPrefaceAsync(connection, limit.Token))
                connection.Features.Set<ITlsApplicationProtocolFeature>(new Negotiated());
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            // It never said anything.
            return;
        }

        if (connection.Features.Get<ITlsApplicationProtocolFeature>() is Negotiated negotiated)
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
        await next(connection);
    });

    private static async Task<bool> BeginsWithPrefaceAsync(ConnectionContext connection, CancellationToken cancellationToken)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var verdict = Compare(read.Buffer);
            // Nothing is consumed; what is not enough to tell counts as seen, so that the next read waits for more.
            input.AdvanceTo(read.Buffer.Start, verdict is null && !read.IsCompleted ? read.Buffer.End : read.Buffer.Start);
            if (verdict is { } isPreface)
                return isPreface;
            if (read.IsCompleted)
                return false;
        }
    }

    /// <summary>Whether the bytes are the preface; null when there are too few to tell.</summary>
    private static bool? Compare(in ReadOnlySequence<byte> bytes)
    {
        var length = (int)Math.Min(bytes.Length, Preface.Length);
        Span<byte> start = stackalloc byte[length];
        bytes.Slice(0, length).CopyTo(start);
        return !Preface.StartsWith(start) ? false : length == Preface.Length ? true : null;
    }

    private sealed class Negotiated : ITlsApplicationProtocolFeature, ITlsConnectionFeature
    {
        private static readonly byte[] Http2 = [.. "h2"u8];

        public ReadOnlyMemory<byte> ApplicationProtocol => Http2;

        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
