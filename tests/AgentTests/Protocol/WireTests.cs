using System.Text.Json;
using BenchCluster.AgentProtocol;
using CsCheck;

namespace BenchCluster.Tests.Protocol;

public sealed class WireTests
{
    private static readonly Gen<(FrameType, byte[])> Frames = Gen.Select(
        Gen.Int[0, 3].Select(index => new[] { FrameType.Input, FrameType.Output, FrameType.End, FrameType.Error }[index]),
        Gen.OneOf(Gen.Byte.Array[0, 20], Gen.Byte.Array[3000, 20_000]),
        (type, payload) => (type, payload));

    [Fact]
    public void Heads_and_frames_arrive_as_they_were_sent_however_the_bytes_are_cut() => Gen.Select(
        Gen.String[0, 10_000], Frames.Array[0, 10], Gen.Int[1, 5000]).Sample((text, frames, cut) =>
    {
        var sent = new MemoryStream();
        var head = new AgentRequest { Operation = Operation.Wait, Id = text };
        Wire.WriteHeadAsync(sent, head, AgentJson.Default.AgentRequest, default).Wait();
        foreach (var (type, payload) in frames)
            Wire.WriteFrameAsync(sent, type, payload, default).Wait();

        var reader = new WireReader(new CutStream(sent.ToArray(), cut));

        // What JSON cannot hold, half of a surrogate pair, has become a replacement character.
        var expected = JsonSerializer.Deserialize(JsonSerializer.Serialize(head, AgentJson.Default.AgentRequest), AgentJson.Default.AgentRequest);
        Assert.Equal(expected, reader.ReadHeadAsync(AgentJson.Default.AgentRequest, default).Result);
        foreach (var (type, payload) in frames)
        {
            var frame = reader.ReadFrameAsync(default).Result!.Value;
            Assert.Equal(type, frame.Type);
            Assert.Equal(payload, frame.Payload.ToArray());
        }

        Assert.Null(reader.ReadFrameAsync(default).Result);
    });

    [Fact]
    public void A_stream_that_ends_within_a_head_or_a_frame_is_cut_off_and_not_at_its_end() => Gen.Byte.Array[1, 100].Sample(payload =>
    {
        var sent = new MemoryStream();
        Wire.WriteFrameAsync(sent, FrameType.Input, payload, default).Wait();
        for (var length = 1; length < sent.Length; length++)
        {
            var reader = new WireReader(new MemoryStream(sent.ToArray()[..length]));
            Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadFrameAsync(default)).Wait();
        }

        Assert.ThrowsAsync<InvalidDataException>(() => new WireReader(new MemoryStream("{"u8.ToArray())).ReadHeadAsync(AgentJson.Default.AgentReply, default)).Wait();
        Assert.Null(new WireReader(new MemoryStream()).ReadHeadAsync(AgentJson.Default.AgentReply, default).Result);
    });

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
