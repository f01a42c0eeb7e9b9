using System.Text;

namespace BenchCluster.Docker;

/// <summary>
/// The newer builder's trace as text. A piece is a message of BuildKit's <c>StatusResponse</c> (its
/// <c>api/services/control/control.proto</c>): vertexes, which are steps, and their output.
/// </summary>
internal sealed class BuildTrace
{
    private readonly HashSet<string> _begun = [];
    private readonly HashSet<string> _cached = [];

    /// <summary>What a piece says that was not said before.</summary>
    /// <exception cref="InvalidDataException">The piece is no such message.</exception>
    public string Read(ReadOnlySpan<byte> piece)
    {
        var text = new StringBuilder();
        foreach (var field in ProtobufReader.Read(piece))
        {
            switch (field.Number)
            {
                case 1:
                    Vertex(piece[field.Range], text);
                    break;
                case 3:
                    Output(piece[field.Range], text);
                    break;
            }
        }

        return text.ToString();
    }

    private void Vertex(ReadOnlySpan<byte> vertex, StringBuilder text)
    {
        var (digest, name, isStarted, isCached) = ("", "", false, false);
        foreach (var field in ProtobufReader.Read(vertex))
        {
            switch (field.Number)
            {
                case 1:
                    digest = Encoding.UTF8.GetString(vertex[field.Range]);
                    break;
                case 3:
                    name = Encoding.UTF8.GetString(vertex[field.Range]);
                    break;
                case 4:
                    isCached = field.Value != 0;
                    break;
                case 5:
                    isStarted = true;
                    break;
            }
        }

        // What the builder does for itself says nothing to who reads a build's log.
        if (name.StartsWith("[internal]", StringComparison.Ordinal) || name is "copy /context /")
            return;
        if ((isStarted || isCached) && _begun.Add(digest))
            text.Append(name).Append('\n');
        if (isCached && _cached.Add(digest))
            text.Append(" ---> Using cache\n");
    }

    private static void Output(ReadOnlySpan<byte> log, StringBuilder text)
    {
        foreach (var field in ProtobufReader.Read(log))
        {
            if (field.Number == 4)
                text.Append(Encoding.UTF8.GetString(log[field.Range]));
        }
    }
}
