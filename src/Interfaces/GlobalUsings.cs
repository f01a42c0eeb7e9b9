global using BenchCluster.Resources;
