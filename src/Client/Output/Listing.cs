namespace BenchCluster.Client.Output;

/// <summary>A table, before anybody knows how it is drawn.</summary>
internal sealed class Listing(params IReadOnlyList<ListingColumn> columns)
{
    private readonly List<IReadOnlyList<Styled>> _rows = [];

    public IReadOnlyList<ListingColumn> Columns { get; } = columns;

    public IReadOnlyList<IReadOnlyList<Styled>> Rows => _rows;

    /// <summary>What to say instead of a table without rows.</summary>
    public string Empty { get; init; } = "";

    /// <summary>Whether the last row sums the others up.</summary>
    public bool HasTotal { get; init; }

    /// <summary>A list of names and values, without headings.</summary>
    public bool IsDetails { get; private init; }

    /// <summary>Names and values of one thing.</summary>
    public static Listing Details() => new("", "") { IsDetails = true };

    public Listing Add(params IReadOnlyList<Styled> cells)
    {
        if (cells.Count != Columns.Count)
            throw new ArgumentException($"A row of {cells.Count} cells in a table of {Columns.Count} columns.", nameof(cells));
        _rows.Add([.. cells.Select(cell => cell with { Text = SafeText.Line(cell.Text) })]);
        return this;
    }

    /// <summary>Adds a detail, where there is something to say.</summary>
    public Listing AddDetail(string name, Styled? value) =>
        value is { Text.Length: > 0 } given ? Add(new Styled(name, Tone.Quiet), given) : this;
}
