using System.Net.Sockets;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Tells the agent from an impostor. The socket is in a directory where root in the devbox can write, and so can put a
/// socket of its own in its place, and answer in the agent's name. But it cannot be process 1 of the container: the
/// kernel says who listens, and the host's /proc which process that is in its own namespace.
/// </summary>
internal static class AgentPeer
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsLength = 12;
    private const string NamespaceIds = "NSpid:";

    /// <summary>Checks who listens at the other end.</summary>
    /// <exception cref="IOException">It is not the first process of a container, or that cannot be known.</exception>
    public static void Check(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialsLength];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var id = BitConverter.ToInt32(credentials);
        if (id == 0)
            throw new IOException("The agent's process cannot be seen from here: the silo must run in the host's process namespace (pid: host).");
        var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(NamespaceIds, StringComparison.Ordinal));
        if (line?[NamespaceIds.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [_, "1"])
            throw new IOException("What listens on the agent's socket is not the first process of a container, and is not believed.");
    }
}
