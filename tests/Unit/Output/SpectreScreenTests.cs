using BenchCluster.Client.Output;
using Spectre.Console;
using Spectre.Console.Testing;

namespace BenchCluster.Tests.Output;

public sealed class SpectreScreenTests
{
    [Fact]
    public void A_table_has_all_cells_and_its_total_last()
    {
        using var console = new TestConsole().Width(80);

        new SpectreScreen(console).Write(new Listing("TASK", new("oracle", IsNumeric: true)) { HasTotal = true }
            .Add("hello", "1.000").Add("score", "1.000"));

        var lines = console.Lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        Assert.StartsWith("TASK", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("hello", StringComparison.Ordinal) && line.EndsWith("1.000", StringComparison.Ordinal));
        Assert.StartsWith("score", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_last_column_is_wrapped_and_no_other()
    {
        using var console = new TestConsole().Width(70);

        new SpectreScreen(console).Write(
            new Listing("ID", "REASON").Add("srn_06cny4s000000000000000000000003", "a reason of rather more words than fit"));

        Assert.Contains("srn_06cny4s000000000000000000000003", console.Output, StringComparison.Ordinal);
        Assert.Contains("─────", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a reason of rather more words than fit", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_wider_than_the_terminal_is_plain_so_that_no_id_is_broken()
    {
        using var console = new TestConsole().Width(40);

        new SpectreScreen(console).Write(new Listing("ID", "REASON").Add("srn_06cny4s000000000000000000000003", "a reason of some words"));

        Assert.Contains("srn_06cny4s000000000000000000000003  a reason of some words\n", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Square_brackets_are_text_and_without_colours_nothing_is_added()
    {
        using var console = new TestConsole().Colors(ColorSystem.NoColors);

        new SpectreScreen(console).WriteLine("[red]", new Styled("[/]", Tone.Bad));

        Assert.Equal("[red][/]\n", console.Output);
    }

    [Fact]
    public void A_long_line_is_not_broken()
    {
        using var console = new TestConsole().Width(20);
        var text = string.Join(' ', Enumerable.Repeat("word", 30));

        new SpectreScreen(console).WriteLine(text);

        Assert.Equal(text + "\n", console.Output);
    }

    [Fact]
    public void Bars_show_what_is_done_what_went_wrong_and_what_goes_on()
    {
        using var console = new TestConsole().Width(120);
        var frame = new ProgressFrame(
            [new ProgressBar("oracle", Good: 10, Bad: 10, Active: 5, Total: 30, "10 of 30 scored", TimeSpan.FromSeconds(75))],
            ["oracle  agent  hello  12s"], "server away, retrying");

        console.Write(SpectreProgress.Draw(frame));

        Assert.Contains($"{new string('━', 25)}{new string('─', 5)}", console.Output, StringComparison.Ordinal);
        Assert.Contains("10 of 30 scored", console.Output, StringComparison.Ordinal);
        Assert.Contains("1m 15s", console.Output, StringComparison.Ordinal);
        Assert.Contains("oracle  agent  hello  12s", console.Output, StringComparison.Ordinal);
        Assert.Contains("server away, retrying", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shown_while_something_goes_on_fails_as_it_fails()
    {
        using var console = new TestConsole().Interactive();
        var work = Task.FromException(new InvalidOperationException("no"));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new SpectreScreen(console).ShowAsync(() => new ProgressFrame([], [], null), work, TimeProvider.System));
    }
}
