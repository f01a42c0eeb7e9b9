namespace BenchCluster.Engine;

/// <summary>The engine behind a node.</summary>
/// <param name="Version">The engine's version.</param>
/// <param name="StorageDriver">Its storage driver, such as overlay2.</param>
/// <param name="Cpus">Cores of the host.</param>
/// <param name="MemoryBytes">Memory of the host.</param>
/// <param name="Running">Running containers of any owner.</param>
/// <param name="FreeDiskBytes">What is free where it keeps images and containers; null where that is not on this machine.</param>
public sealed record EngineInfo(string Version, string StorageDriver, int Cpus, long MemoryBytes, int Running, long? FreeDiskBytes = null);
