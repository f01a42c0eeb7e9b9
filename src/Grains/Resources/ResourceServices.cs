using BenchCluster.Index;
using Microsoft.Extensions.Hosting;

namespace BenchCluster.Resources;

/// <summary>What every resource grain needs.</summary>
internal sealed record ResourceServices(IResourceIndex Index, TimeProvider Clock, ILoggerFactory Loggers, IHostApplicationLifetime Host);
