namespace BenchCluster.Client.Devboxes;

/// <summary>
/// Finds <c>~.</c> at the beginning of a line in what is typed, as ssh does: it leaves the shell. What else begins with a
/// tilde is passed on, and <c>~~</c> is one.
/// </summary>
internal sealed class DetachKeys
{
    private const byte Tilde = (byte)'~';

    private bool _isLineStart = true;
    private bool _isTilde;

    /// <summary>What of the bytes is to be passed on, and whether the shell is left after it.</summary>
    public (byte[] Bytes, bool IsLeft) Take(ReadOnlySpan<byte> typed)
    {
        var passed = new List<byte>(typed.Length + 1);
        foreach (var key in typed)
        {
            if (_isTilde)
            {
                _isTilde = false;
                if (key == '.')
                    return ([.. passed], true);
                passed.Add(Tilde);
                if (key == Tilde)
                {
                    _isLineStart = false;
                    continue;
                }
            }
            else if (_isLineStart && key == Tilde)
            {
                _isTilde = true;
                continue;
            }

            passed.Add(key);
            _isLineStart = key is (byte)'\r' or (byte)'\n';
        }

        return ([.. passed], false);
    }
}
