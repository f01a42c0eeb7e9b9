using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace BenchCluster.Hosting;

/// <summary>
/// The memory that requests are received into and answers sent from, in larger blocks than Kestrel's of 4 KiB: each block
/// is a call to the kernel, and files are long. A connection on which nothing comes holds none.
/// </summary>
internal sealed class LargeBlocks : IMemoryPoolFactory<byte>
{
    private const int BlockSize = 64 * 1024;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => minBufferSize <= BlockSize
            ? new Block()
            : throw new ArgumentOutOfRangeException(nameof(minBufferSize), minBufferSize, $"At most {BlockSize}.");

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Block : IMemoryOwner<byte>
    {
        private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(BlockSize);

        public Memory<byte> Memory => _bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
                ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
