using System.Globalization;

namespace BenchCluster.Scoring;

/// <summary>
/// The contract's rule for scripts: the score is the last non-empty line of standard output, a number from 0.0 to 1.0,
/// optionally written <c>score=0.5</c>.
/// </summary>
internal static class ScoreLine
{
    private const string Prefix = "score=";
    private const int LongestQuote = 200;

    /// <summary>Reads the score from the end of what was printed.</summary>
    public static ScoreReading Read(string stdout)
    {
        var line = stdout.AsSpan().TrimEnd();
        line = line[(line.LastIndexOf('\n') + 1)..].Trim();
        if (line.IsEmpty)
            return new(0, "The scorer printed nothing on standard output; its last line must be a number from 0.0 to 1.0.");
        var number = line.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? line[Prefix.Length..].Trim() : line;
        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        if (!double.TryParse(number, styles, CultureInfo.InvariantCulture, out var score) || double.IsNaN(score))
            return new(0, $"The scorer's last line is no number from 0.0 to 1.0: '{Quote(line)}'.");
        return score is >= 0 and <= 1
            ? new(score)
            : new(0, $"The score {Quote(number)} is out of range: it must be from 0.0 to 1.0.");
    }

    private static string Quote(ReadOnlySpan<char> text) =>
        text.Length <= LongestQuote ? text.ToString() : $"{text[..LongestQuote]}…";
}
