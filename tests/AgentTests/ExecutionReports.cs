using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests;

/// <summary>Reports as tests read them.</summary>
internal static class ExecutionReports
{
    public static string Out(this ExecutionReport report) => Encoding.UTF8.GetString(report.StdoutTail ?? []);

    public static string Error(this ExecutionReport report) => Encoding.UTF8.GetString(report.StderrTail ?? []);
}
