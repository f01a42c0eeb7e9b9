using BenchCluster.Docker;

namespace BenchCluster.Tests.Docker;

public sealed class DockerIgnoreTests
{
    [Theory]
    [InlineData("log", "log", true)]
    [InlineData("log", "log/today/9", true)]
    [InlineData("log", "logs", false)]
    [InlineData("log", "src/log", false)]
    [InlineData("/log/", "log/today", true)]
    [InlineData("./a/../log", "log", true)]
    [InlineData("*.tmp", "a.tmp", true)]
    [InlineData("*.tmp", "src/a.tmp", false)]
    [InlineData("*/*.tmp", "src/a.tmp", true)]
    [InlineData("**/*.tmp", "a.tmp", true)]
    [InlineData("**/*.tmp", "src/deep/a.tmp", true)]
    [InlineData("src/**", "src/deep/a", true)]
    [InlineData("src/**/a", "src/a", true)]
    [InlineData("src/**/a", "src/b/c/a", true)]
    [InlineData("a?", "ab", true)]
    [InlineData("a?", "a/", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("a.b", "axb", false)]
    [InlineData("\\*", "a", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("a(b)+", "a(b)+", true)]
    [InlineData("# log", "# log", false)]
    [InlineData("  log  \r", "log", true)]
    [InlineData("log\n!log", "log", false)]
    [InlineData("!log\nlog", "log", true)]
    [InlineData("log\n!log/keep", "log/keep", false)]
    [InlineData("log\n!log/keep", "log/other", true)]
    [InlineData("**\n!src", "src/a", false)]
    [InlineData("**\n!src\nsrc/*.tmp", "src/a.tmp", true)]
    [InlineData("", "log", false)]
    [InlineData(".", "log", false)]
    public void A_path_is_left_out_or_not(string rules, string path, bool isIgnored)
    {
        Assert.Equal(isIgnored, DockerIgnore.Parse(rules).Ignores(path));
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => DockerIgnore.Parse("[z-a]"));
    }
}
