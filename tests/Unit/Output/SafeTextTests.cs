using BenchCluster.Client.Output;

namespace BenchCluster.Tests.Output;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain – ünïcode ✓", "plain – ünïcode ✓")]
    [InlineData("\u001b]0;title\u0007", "\ufffd]0;title\ufffd")]
    [InlineData("a\u009b31mb", "a\ufffd31mb")]
    [InlineData("a\r\nb\tc", "a  b c")]
    public void A_line_has_no_control_characters(string text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void A_block_keeps_its_lines_and_tabs() =>
        Assert.Equal("a\n\tb\ufffdc\n", SafeText.Block("a\r\n\tb\u001bc\n"));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("exactly10!", "exactly10!")]
    [InlineData("longer than ten", "longer th…")]
    [InlineData("two\nlines", "two lines")]
    public void A_short_text_says_where_it_was_cut(string text, string expected) => Assert.Equal(expected, SafeText.Short(text, 10));
}
