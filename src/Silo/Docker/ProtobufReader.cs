namespace BenchCluster.Docker;

/// <summary>
/// Reads the fields of a protobuf message; for the two messages of BuildKit that are read, without its generated code.
/// </summary>
internal static class ProtobufReader
{
    /// <summary>A field: its number, and its value where it is a number, else where its bytes are.</summary>
    public readonly record struct Field(int Number, ulong Value, Range Range);

    /// <summary>The fields in order.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public static IReadOnlyList<Field> Read(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new(number, Varint(message, ref at), default));
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = Varint(message, ref at);
                    if (length > (ulong)(message.Length - at))
                        throw Broken();
                    fields.Add(new(number, 0, at..(at + (int)length)));
                    at += (int)length;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    throw Broken();
            }
        }

        return at == message.Length ? fields : throw Broken();
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < message.Length; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }

        throw Broken();
    }

    private static InvalidDataException Broken() => new("Not a protobuf message.");
}
