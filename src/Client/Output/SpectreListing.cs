using Spectre.Console;
using Spectre.Console.Rendering;

namespace BenchCluster.Client.Output;

/// <summary>A table for terminals that are wide enough.</summary>
internal static class SpectreListing
{
    /// <summary>What a column needs beside its text.</summary>
    private const int Frame = 3;

    /// <summary>The least that the last column, the only one that is wrapped, needs to be readable.</summary>
    private const int LeastLast = 20;

    /// <summary>Whether all columns but the last fit unbroken, so that ids can be copied.</summary>
    public static bool Fits(Listing listing, int width)
    {
        var columns = listing.Columns
            .Select((column, index) => Math.Max(column.Title.Length, listing.Rows.Max(row => row[index].Text.Length)))
            .ToList();
        return columns.SkipLast(1).Sum(column => column + Frame) + Math.Min(columns[^1], LeastLast) + Frame <= width;
    }

    public static IRenderable Draw(Listing listing)
    {
        var table = new Table
        {
            Border = listing.IsDetails ? TableBorder.None : TableBorder.Simple,
            ShowHeaders = !listing.IsDetails,
            BorderStyle = Palette.Style(Tone.Quiet),
        };
        foreach (var column in listing.Columns)
        {
            table.AddColumn(new TableColumn(Palette.Text(new Styled(column.Title, Tone.Strong)))
            {
                Alignment = column.IsNumeric ? Justify.Right : Justify.Left,
                NoWrap = !ReferenceEquals(column, listing.Columns[^1]),
            });
        }

        foreach (var row in listing.HasTotal ? listing.Rows.Take(listing.Rows.Count - 1) : listing.Rows)
            table.AddRow(row.Select(Palette.Text));
        if (listing.HasTotal)
        {
            foreach (var (column, cell) in table.Columns.Zip(listing.Rows[^1]))
                column.Footer = Palette.Text(cell with { Tone = cell.Tone is Tone.Plain ? Tone.Strong : cell.Tone });
        }

        return table;
    }
}
