using BenchCluster.Client.Output;

namespace BenchCluster.Tests.Output;

public sealed class PlainListingTests
{
    [Fact]
    public void Columns_are_aligned_and_numbers_stand_to_the_right()
    {
        var listing = new Listing("TASK", new("SCORE", IsNumeric: true), "NOTE")
            .Add("hello-world", "1.000", "")
            .Add("fix", "failed", "see below");

        Assert.Equal(
            [
                "TASK          SCORE  NOTE",
                "hello-world   1.000",
                "fix          failed  see below",
            ],
            PlainListing.Lines(listing));
    }

    [Fact]
    public void Nothing_is_cut_off_however_long_it_is()
    {
        var reason = new string('x', 5000);

        Assert.Contains(reason, PlainListing.Lines(new Listing("A", "B").Add("a", reason)).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_stays_on_its_line()
    {
        var lines = PlainListing.Lines(new Listing("A").Add("one\ntwo\u001b[31m")).ToList();

        Assert.Equal(["A", "one two\ufffd[31m"], lines);
    }

    [Fact]
    public void A_table_without_rows_says_what_its_emptiness_means() =>
        Assert.Equal(["There are no runs."], PlainListing.Lines(new Listing("A") { Empty = "There are no runs." }));

    [Fact]
    public void Details_have_no_headings_and_leave_out_what_is_not_there()
    {
        var details = Listing.Details().AddDetail("name", "box").AddDetail("failure", null).AddDetail("id", "dbx_1");

        Assert.Equal(["name  box", "id    dbx_1"], PlainListing.Lines(details));
    }

    [Fact]
    public void A_row_must_have_a_cell_for_each_column() =>
        Assert.Throws<ArgumentException>(() => new Listing("A", "B").Add("only one"));
}
