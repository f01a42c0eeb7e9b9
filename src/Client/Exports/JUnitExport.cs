using System.Globalization;
using System.Text;
using System.Xml;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.Exports;

/// <summary>
/// Benchmark runs as JUnit's XML: a suite a run, a case a scenario run. A score below 1 is a failure, a run without a
/// score an error, a canceled one skipped.
/// </summary>
internal static class JUnitExport
{
    private const double Passing = 1 - 1e-9;

    public static void Write(IReadOnlyList<RunReport> reports, Stream stream)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, CheckCharacters = false, Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("testsuites");
        foreach (var (report, agent) in reports.Zip(AgentNames.Of(reports.Select(report => report.BenchmarkRun))))
            WriteSuite(xml, report.BenchmarkRun, report.ScenarioRuns, agent);
        xml.WriteEndElement();
    }

    private static void WriteSuite(XmlWriter xml, BenchmarkRunView run, IReadOnlyList<ScenarioRunView> cases, string agent)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", agent);
        Attribute(xml, "id", run.Id);
        Attribute(xml, "tests", Number(cases.Count));
        Attribute(xml, "failures", Number(cases.Count(one => Scores.Of(one) < Passing)));
        Attribute(xml, "errors", Number(cases.Count(IsError)));
        Attribute(xml, "skipped", Number(cases.Count(one => one.State is ScenarioRunState.Canceled)));
        Attribute(xml, "time", Seconds(run.DurationMs));
        Attribute(xml, "timestamp", DateTimeOffset.FromUnixTimeMilliseconds(run.StartTimeMs).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        foreach (var one in cases)
            WriteCase(xml, one, agent);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, ScenarioRunView run, string agent)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", agent);
        Attribute(xml, "name", run.Trial is > 1 ? $"{ScoreTable.TaskName(run)} (attempt {run.Trial})" : ScoreTable.TaskName(run));
        Attribute(xml, "time", Seconds(run.DurationMs));
        if (run.State is ScenarioRunState.Canceled)
            Element(xml, "skipped", "canceled", null);
        else if (IsError(run))
            Element(xml, "error", run.FailureReason ?? $"The scenario run is {WireJson.NameOf(run.State)}.", run.FailureClass is { } kind ? WireJson.NameOf(kind) : null);
        else if (Scores.Of(run) is < Passing and var score)
            Element(xml, "failure", $"score {Scores.Text(score)}", "score");
        var output = string.Join("\n\n", ScenarioRunDetails.Outputs(run).Select(part => $"{part.Title}\n{part.Text.TrimEnd()}"));
        if (output.Length > 0)
            xml.WriteElementString("system-out", Clean(output));
        xml.WriteEndElement();
    }

    private static bool IsError(ScenarioRunView run) => Scores.Of(run) is null && run.State is not ScenarioRunState.Canceled;

    private static void Element(XmlWriter xml, string name, string message, string? type)
    {
        xml.WriteStartElement(name);
        Attribute(xml, "message", message);
        if (type is not null)
            Attribute(xml, "type", type);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    /// <summary>XML has no way to write most control characters.</summary>
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long? milliseconds) => ((milliseconds ?? 0) / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
}
