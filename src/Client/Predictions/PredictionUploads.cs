using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using BenchCluster.Client.Uploads;

namespace BenchCluster.Client.Predictions;

/// <summary>Brings patches to the server, each as an object of its own, so that a run that goes on without its caller has them.</summary>
internal sealed class PredictionUploads(BenchClient client)
{
    private const string HashKey = "prediction.content_hash";
    private const int AtOnce = 8;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ContentUploads _objects = new(client, "prediction", HashKey);

    /// <summary>The objects by scenario; none of an empty patch is the empty text.</summary>
    public async Task<IReadOnlyDictionary<string, string>> BringAsync(PredictionSet predictions, CancellationToken cancellationToken)
    {
        var entries = predictions.ByScenario.ToArray();
        var objects = new string[entries.Length];
        await Parallel.ForAsync(
            0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, cancellation) =>
            {
                var prediction = entries[index].Value;
                objects[index] = prediction.IsEmpty ? "" : await _objects.BringAsync(content => PackAsync(prediction.Patch, content, cancellation), cancellation);
            });
        return entries.Zip(objects).ToDictionary(pair => pair.First.Key, pair => pair.Second);
    }

    private static async Task<string> PackAsync(string patch, Stream content, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(patch);
        await using (var gzip = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Gnu, leaveOpen: true))
        {
            using var data = new MemoryStream(bytes);
            var entry = new GnuTarEntry(TarEntryType.RegularFile, "model.patch") { Mode = Readable, DataStream = data, ModificationTime = DateTimeOffset.UnixEpoch };
            await tar.WriteEntryAsync(entry, cancellationToken);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
