using BenchCluster.Index;

namespace BenchCluster.Resources;

/// <summary>What every resource grain needs.</summary>
internal sealed record ResourceServices(IResourceIndex Index, TimeProvider Clock, ILoggerFactory Loggers);
