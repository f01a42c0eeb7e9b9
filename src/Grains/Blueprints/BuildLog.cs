using System.Text;
using BenchCluster.Devboxes;

namespace BenchCluster.Blueprints;

/// <summary>What a build prints, as lines; of a long one the end is kept, which is what explains a failure.</summary>
/// <param name="confidential">Values that it may print and that nobody shall read.</param>
internal sealed class BuildLog(IEnumerable<string>? confidential = null)
{
    private const int MostLines = 4000;
    private const int LongestLine = 4000;

    private readonly List<string> _confidential = [.. confidential ?? []];
    private readonly Queue<BlueprintLogLine> _lines = new();
    private readonly StringBuilder _begun = new();

    /// <summary>The lines so far, the last one perhaps unfinished.</summary>
    public IReadOnlyList<BlueprintLogLine> Lines(DateTimeOffset now) => _begun.Length == 0 ? [.. _lines] : [.. _lines, LineOf(Redact(_begun.ToString()), now)];

    /// <summary>Adds a piece of output.</summary>
    public void Append(string text, DateTimeOffset now)
    {
        var rest = text.AsSpan();
        for (int end; (end = rest.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
        {
            _begun.Append(rest[..end]);
            _lines.Enqueue(LineOf(Redact(_begun.ToString()), now));
            _begun.Clear();
            if (_lines.Count > MostLines)
                _lines.Dequeue();
        }

        if (_begun.Length < LongestLine)
            _begun.Append(rest);
    }

    /// <summary>A text without what is confidential.</summary>
    public string Redact(string text) => _confidential.Count == 0 ? text : Redaction.Of(text, _confidential);

    /// <summary>A line that the cluster itself has to say.</summary>
    public static BlueprintLogLine LineOf(string text, DateTimeOffset now, string level = "info")
    {
        text = text.TrimEnd('\r');
        return new BlueprintLogLine(level, text.Length <= LongestLine ? text : text[..LongestLine], now.ToUnixTimeMilliseconds());
    }
}
