namespace BenchCluster.Docker;

/// <summary>
/// The content of a tar entry that is read from a stream and written to another. It knows its length, which the tar
/// writer wants to know first, though it can only be read forward.
/// </summary>
/// <param name="source">The content.</param>
/// <param name="length">Its length.</param>
/// <param name="onFailure">Told when the content cannot be read.</param>
internal sealed class TarEntryStream(Stream source, long length, Action<Exception> onFailure) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>True, because the tar writer asks only those for their length.</summary>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await source.ReadAsync(buffer, cancellationToken);
            if (read == 0 && buffer.Length > 0 && _position < length)
                throw new EndOfStreamException("The archive ends within an entry.");
            _position += read;
            return read;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            onFailure(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
