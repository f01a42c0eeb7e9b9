namespace BenchCluster.Client.Output;

/// <summary>
/// Text of others, made harmless: what a devbox printed could otherwise move the cursor, retitle the window or hide what
/// stands next to it.
/// </summary>
internal static class SafeText
{
    /// <summary>One line: every control character, line ends too, becomes a space or a replacement mark.</summary>
    public static string Line(string text) => Clean(text, keepsLines: false);

    /// <summary>Several lines: line ends and tabs stay.</summary>
    public static string Block(string text) => Clean(text.ReplaceLineEndings("\n"), keepsLines: true);

    /// <summary>One line of at most <paramref name="length"/> characters.</summary>
    public static string Short(string text, int length)
    {
        var line = Line(text.Trim());
        return line.Length <= length ? line : $"{line.AsSpan(0, length - 1).TrimEnd()}…";
    }

    private static string Clean(string text, bool keepsLines) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') < 0
            ? text
            : string.Create(text.Length, (text, keepsLines), static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = source.text[i] switch
                    {
                        '\n' or '\t' when source.keepsLines => source.text[i],
                        '\n' or '\t' or '\r' => ' ',
                        var other when char.IsControl(other) => '\ufffd',
                        var other => other,
                    };
                }
            });
}
