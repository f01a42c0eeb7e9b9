using System.Formats.Tar;
using System.IO.Compression;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Unpacks tars.</summary>
internal static class Unpacking
{
    /// <summary>Unpacks into a directory; entries that would land outside it are refused.</summary>
    public static void Unpack(Stream stream, string directory)
    {
        try
        {
            var start = new byte[2];
            var length = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false);
            var whole = new PrefixedStream(start.AsMemory(0, length), stream);
            var isGzip = length == 2 && start[0] == 0x1f && start[1] == 0x8b;
            using Stream tar = isGzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
            TarFile.ExtractToDirectory(tar, directory, overwriteFiles: true);
            // The sender is answered when all of its bytes are taken.
            whole.CopyTo(Stream.Null);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException or NotSupportedException)
        {
            throw new AgentException(AgentErrorCode.Invalid, $"The bytes are no tar that can be unpacked: {e.Message}");
        }
    }
}
