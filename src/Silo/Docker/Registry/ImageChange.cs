namespace BenchCluster.Docker.Registry;

/// <summary>An image of the cluster's own was made or removed here.</summary>
internal readonly record struct ImageChange(string Image, bool IsRemoved);
