using System.Diagnostics;
using BenchCluster.Client.Audits;

namespace BenchCluster.Tests.Audits;

public sealed class CheatCatalogueTests
{
    public static TheoryData<string> Names => [.. CheatCatalogue.All.Select(cheat => cheat.Name)];

    [Fact]
    public void There_are_cheats_and_each_says_what_it_does()
    {
        Assert.True(CheatCatalogue.All.Count >= 20);
        Assert.All(CheatCatalogue.All, cheat => Assert.Matches("^[A-Z].{20,}[^.]$", cheat.Title));
        Assert.Equal(CheatCatalogue.All.Select(cheat => cheat.Name).Order(StringComparer.Ordinal), CheatCatalogue.All.Select(cheat => cheat.Name));
    }

    [Fact]
    public void The_version_is_that_of_the_scripts() => Assert.Matches("^[0-9a-f]{12}$", CheatCatalogue.Version);

    /// <summary>Images without bash play them too.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cheat_is_a_script_for_any_shell(string name)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", "-n") { RedirectStandardInput = true, RedirectStandardError = true })!;
        await shell.StandardInput.WriteAsync(CheatCatalogue.All.Single(cheat => cheat.Name == name).Script);
        shell.StandardInput.Close();
        var errors = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();

        Assert.Equal((0, ""), (shell.ExitCode, errors));
    }
}
