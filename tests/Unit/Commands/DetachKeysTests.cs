using System.Text;
using BenchCluster.Client.Devboxes;
using CsCheck;

namespace BenchCluster.Tests.Commands;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("ls\r", "ls\r", false)]
    [InlineData("~.", "", true)]
    [InlineData("ls\r~.rest", "ls\r", true)]
    [InlineData("a~.", "a~.", false)]
    [InlineData("~~.", "~.", false)]
    [InlineData("~x\r~.", "~x\r", true)]
    [InlineData("cd ~/x\r", "cd ~/x\r", false)]
    [InlineData("~/bin/x\r", "~/bin/x\r", false)]
    [InlineData("\r\r~\r~.", "\r\r~\r", true)]
    public void What_is_typed_is_passed_on_and_a_tilde_and_a_dot_at_a_lines_beginning_leave(string typed, string passed, bool isLeft)
    {
        var (bytes, left) = new DetachKeys().Take(Encoding.UTF8.GetBytes(typed));

        Assert.Equal((passed, isLeft), (Encoding.UTF8.GetString(bytes), left));
    }

    [Fact]
    public void It_does_not_matter_in_what_pieces_it_is_typed() =>
        Gen.Select(Gen.Char["~.a\r"].Array[0, 20], Gen.Int[1, 5]).Sample((typed, size) =>
        {
            var whole = new DetachKeys().Take(Encoding.UTF8.GetBytes(typed));
            var keys = new DetachKeys();
            var passed = new List<byte>();
            var isLeft = false;
            foreach (var piece in typed.Chunk(size))
            {
                var (bytes, left) = keys.Take(Encoding.UTF8.GetBytes(piece));
                passed.AddRange(bytes);
                if (isLeft = left)
                    break;
            }

            Assert.Equal(whole.IsLeft, isLeft);
            Assert.Equal(whole.Bytes, passed);
        });
}
