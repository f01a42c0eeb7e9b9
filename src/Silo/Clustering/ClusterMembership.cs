using System.Net;
using BenchCluster.Hosting;
using Orleans.Configuration;

namespace BenchCluster.Clustering;

/// <summary>How silos find each other, and how fast one that died is noticed.</summary>
internal static class ClusterMembership
{
    /// <summary>
    /// A silo that is killed is declared dead after three probes, about six seconds: long enough for one that is only
    /// busy, which answers late but answers.
    /// </summary>
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(2);

    /// <summary>How soon a silo that was declared dead while it stood still finds out, and ends.</summary>
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);

    /// <summary>Joins the silos of the cluster under the node's name.</summary>
    public static void JoinCluster(this ISiloBuilder silo, BenchOptions options, string service, string cluster)
    {
        silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (service, cluster));
        silo.Configure<SiloOptions>(o => o.SiloName = options.Node);
        silo.ConfigureEndpoints(IPAddress.Parse(options.Address), options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: options.Address is not "127.0.0.1");
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = ProbePeriod;
            o.TableRefreshTimeout = TableRefresh;
            o.IAmAliveTablePublishTimeout = TableRefresh;
            o.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(30);
            o.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
    }
}
