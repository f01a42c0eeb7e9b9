namespace BenchCluster.Resources;

/// <summary>
/// Ids: the kind's prefix, an underscore, and 26 characters that sort by creation time (48 bits of milliseconds and 80
/// random bits, in Crockford's base 32). Ids of children are their parent's body followed by a number, so that making
/// a child twice finds the first.
/// </summary>
public static class ResourceId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly System.Buffers.SearchValues<char> BodyCharacters = System.Buffers.SearchValues.Create(Alphabet);

    private const int MaxLength = 64;

    /// <summary>A new id of the kind.</summary>
    public static string New(ResourceKind kind, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kind);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        Span<char> body = stackalloc char[26];
        var bits = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        for (var i = 25; i >= 0; i--, bits >>= 5)
            body[i] = Alphabet[(int)(bits & 31)];
        return $"{kind.Prefix}_{body}";
    }

    /// <summary>The id of the <paramref name="number"/>th child of a resource; the same for the same parent and number.</summary>
    public static string Child(ResourceKind kind, string parent, int number)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var body = parent[(parent.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind.Prefix}_{body}{number:D5}");
    }

    /// <summary>Whether the text is an id of the kind.</summary>
    public static bool IsId(ResourceKind kind, string? text)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return text is not null && text.Length > kind.Prefix.Length + 1 && text.Length <= MaxLength
            && text.StartsWith(kind.Prefix, StringComparison.Ordinal) && text[kind.Prefix.Length] == '_'
            && text.AsSpan(kind.Prefix.Length + 1).IndexOfAnyExcept(BodyCharacters) < 0;
    }

    /// <summary>The text when it is an id of the kind.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: no resource can have this id.</exception>
    public static string Require(ResourceKind kind, string? text) =>
        IsId(kind, text)
            ? text!
            : throw new BenchException(BenchError.NotFound, $"There is no {kind} '{text}': ids of this kind begin with '{kind?.Prefix}_'.");
}
