using System.Text;

namespace BenchCluster.Client.Output;

/// <summary>A table for pipes: aligned columns, two spaces apart, nothing cut off, nothing trailing.</summary>
internal static class PlainListing
{
    public static IEnumerable<string> Lines(Listing listing)
    {
        if (listing.Rows.Count == 0)
            return listing.Empty.Length > 0 ? [listing.Empty] : [];
        IReadOnlyList<Styled> header = [.. listing.Columns.Select(column => new Styled(column.Title))];
        var rows = listing.IsDetails ? listing.Rows : [header, .. listing.Rows];
        var widths = listing.Columns.Select((_, column) => rows.Max(row => row[column].Text.Length)).ToArray();
        return rows.Select(row => Line(row, listing.Columns, widths));
    }

    private static string Line(IReadOnlyList<Styled> row, IReadOnlyList<ListingColumn> columns, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                line.Append("  ");
            line.Append(columns[i].IsNumeric ? row[i].Text.PadLeft(widths[i]) : row[i].Text.PadRight(widths[i]));
        }

        return line.ToString().TrimEnd();
    }
}
