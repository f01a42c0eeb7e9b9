using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Http.ScenarioRuns;
using CsCheck;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class RedactedCopyTests
{
    [Fact]
    public async Task Values_are_taken_out_wherever_a_read_ends()
    {
        var text = "key sk-secret and sk-secret-longer, and again sk-secret";

        for (var chunk = 1; chunk <= text.Length; chunk++)
            Assert.Equal("key [redacted] and [redacted], and again [redacted]", await CopyAsync(text, chunk, "sk-secret", "sk-secret-longer"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_stay_as_they_are()
    {
        byte[] bytes = [0, 255, 10, 13, 128, .. "secret"u8, 200];
        var to = new MemoryStream();

        await new RedactedCopy(["secret"]).CopyAsync(new MemoryStream(bytes), to, CancellationToken.None);

        Assert.Equal([0, 255, 10, 13, 128, .. "[redacted]"u8, 200], to.ToArray());
    }

    [Fact]
    public async Task A_long_output_is_whole_but_for_the_value()
    {
        var filler = new string('x', 70_000);

        Assert.Equal($"{filler}[redacted]{filler}", await CopyAsync($"{filler}the-value{filler}", int.MaxValue, "the-value"));
    }

    [Fact]
    public void It_says_what_the_redaction_of_a_text_says() => Gen.Select(Gen.String[Gen.Char["ab-"], 0, 60], Gen.String[Gen.Char["ab"], 4, 7], Gen.Int[1, 9])
        .Sample((text, value, chunk) => CopyAsync(text, chunk, value).GetAwaiter().GetResult() == Redaction.Of(text, [value]));

    private static async Task<string> CopyAsync(string text, int chunk, params string[] values)
    {
        var to = new MemoryStream();
        await new RedactedCopy(values).CopyAsync(new SlowStream(Encoding.UTF8.GetBytes(text), chunk), to, CancellationToken.None);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    /// <summary>Gives no more than a few bytes at once.</summary>
    private sealed class SlowStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
