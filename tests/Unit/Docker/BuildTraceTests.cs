using BenchCluster.Docker;
using CsCheck;

namespace BenchCluster.Tests.Docker;

public sealed class BuildTraceTests
{
    [Fact]
    public void Steps_are_named_once_and_their_output_follows()
    {
        var trace = new BuildTrace();
        byte[] step = [.. Field(1, [.. Field(1, "d"u8), .. Field(3, "[1/2] RUN make"u8), .. Field(5, [])])];
        byte[] output = [.. Field(3, [.. Field(1, "d"u8), .. Field(4, "made\n"u8)])];

        Assert.Equal("[1/2] RUN make\n", trace.Read(step));
        Assert.Equal("made\n", trace.Read(output));
        Assert.Equal("", trace.Read(step));
    }

    [Fact]
    public void What_the_builder_does_for_itself_is_left_out() => Assert.Equal(
        "", new BuildTrace().Read(Field(1, [.. Field(1, "d"u8), .. Field(3, "[internal] load metadata"u8), .. Field(5, [])])));

    [Fact]
    public void Any_bytes_are_survived() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        try
        {
            _ = new BuildTrace().Read(bytes);
        }
        catch (InvalidDataException)
        {
            // That is what is said of bytes that are no message.
        }
    });

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes) => [(byte)((number << 3) | 2), (byte)bytes.Length, .. bytes];
}
