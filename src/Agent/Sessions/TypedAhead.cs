using System.Threading.Channels;
using BenchCluster.Agent.Executions;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>What was typed and waits for the program to read it, so that the end of the connection is noticed meanwhile.</summary>
internal sealed class TypedAhead
{
    /// <summary>Nobody types that much at a program that does not read.</summary>
    private const int Most = 1 << 20;

    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StandardInput _input;
    private long _waiting;

    /// <summary>For a terminal.</summary>
    public TypedAhead(StandardInput input)
    {
        _input = input;
        _ = WriteAsync();
    }

    /// <summary>Takes it; false when too much waits already.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> bytes) =>
        Interlocked.Add(ref _waiting, bytes.Length) <= Most && _pieces.Writer.TryWrite(bytes.ToArray());

    /// <summary>Nothing more is typed; what was is still written.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var piece in _pieces.Reader.ReadAllAsync())
            {
                await _input.WriteAsync(piece);
                Interlocked.Add(ref _waiting, -piece.Length);
            }
        }
        catch (AgentException)
        {
            // The program has ended: nobody reads it.
            Complete();
        }
    }
}
