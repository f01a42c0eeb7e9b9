namespace BenchCluster.Client.Output;

/// <summary>A column of a listing.</summary>
/// <param name="IsNumeric">Whether it is aligned to the right.</param>
internal sealed record ListingColumn(string Title, bool IsNumeric = false)
{
    public static implicit operator ListingColumn(string title) => new(title);
}
