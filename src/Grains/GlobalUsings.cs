global using BenchCluster.Resources;
global using Microsoft.Extensions.Logging;
