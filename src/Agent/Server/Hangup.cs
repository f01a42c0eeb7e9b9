namespace BenchCluster.Agent.Server;

/// <summary>Notices that a client has gone, which sends nothing more while it waits for an answer.</summary>
internal static class Hangup
{
    /// <summary>Ends when the client closes its end, or the connection is disposed.</summary>
    public static async Task OfAsync(Stream stream)
    {
        try
        {
            var nothing = new byte[1];
            while (await stream.ReadAsync(nothing) > 0)
            {
                // Not asked for.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Closed the hard way.
        }
    }
}
