using BenchCluster.Devboxes;

namespace BenchCluster.Client.Harbor;

/// <summary>A devbox must outlive its task: its keep-alive time covers agent, verifier and start.</summary>
internal static class HarborKeepAlive
{
    private const double DefaultSeconds = 3600;
    private const double MostSeconds = 172_800;
    private const double Margin = 600;

    public static LaunchParameters Apply(LaunchParameters launch, double agentSec, double verifierSec, double startSec)
    {
        var seconds = agentSec + verifierSec + startSec + Margin;
        return seconds <= DefaultSeconds
            ? launch
            : launch with { KeepAliveTimeSeconds = (long)Math.Ceiling(Math.Min(seconds, MostSeconds)) };
    }
}
