using BenchCluster.Blueprints;

namespace BenchCluster.Tests.Blueprints;

public sealed class ServiceOptionsTests
{
    [Fact]
    public void Options_are_read_as_a_shell_and_docker_do()
    {
        var options = ServiceOptions.Parse("--health-cmd \"pg_isready -U 'a b'\" --health-interval=500ms --health-timeout 1.5s --health-retries 4 -u 70 --workdir=/d\\ e --entrypoint ''");

        Assert.Equal(
            new ServiceOptions
            {
                HealthCommand = "pg_isready -U 'a b'",
                HealthInterval = TimeSpan.FromMilliseconds(500),
                HealthTimeout = TimeSpan.FromSeconds(1.5),
                HealthRetries = 4,
                User = "70",
                WorkingDirectory = "/d e",
                Entrypoint = "",
            },
            options);
    }

    [Theory]
    [InlineData("--privileged true", "--privileged")]
    [InlineData("--health-cmd", "no value")]
    [InlineData("--health-interval soon", "duration")]
    [InlineData("--health-retries 0", "greater than 0")]
    [InlineData("--user 'a", "not closed")]
    public void What_is_wrong_is_said(string text, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => ServiceOptions.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void None_are_none() => Assert.Equal(new ServiceOptions(), ServiceOptions.Parse(null));
}
