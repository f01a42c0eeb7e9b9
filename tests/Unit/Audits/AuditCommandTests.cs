using BenchCluster.Client.Audits;
using BenchCluster.Client.Commands;
using BenchCluster.Tests.Api;
using BenchCluster.Tests.Commands;

namespace BenchCluster.Tests.Audits;

public sealed class AuditCommandTests
{
    [Fact]
    public async Task The_list_needs_no_server()
    {
        using var bench = new BenchProcess(new FakeServer { IsAway = true });

        Assert.Equal(ExitStatus.Done, await bench.RunLineAsync("audit --list"));
        Assert.Equal(CheatCatalogue.All.Count + 1, bench.Out.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("audit", "missing: expected a benchmark")]
    [InlineData("audit tasks --cheats nonsense", "there is no cheat 'nonsense'")]
    [InlineData("audit tasks --cheats ,", "expected names of cheats")]
    [InlineData("audit tasks --timeout 0", "--timeout")]
    [InlineData("validate tasks --repeat 51", "from 1 to 50")]
    [InlineData("validate", "Required argument 'NAME' missing")]
    public async Task What_cannot_be_is_wrong_usage(string line, string message)
    {
        using var bench = new BenchProcess(new FakeServer());

        Assert.Equal(ExitStatus.WrongUsage, await bench.RunLineAsync(line));
        Assert.Contains(message, bench.Error, StringComparison.Ordinal);
    }
}
