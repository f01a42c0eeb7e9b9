using System.Text;
using BenchCluster.AgentProtocol;
using CsCheck;

namespace BenchCluster.Tests.Executions;

/// <summary>Root in the devbox writes what the host reads here.</summary>
public sealed class ExecutionArchiveTests : IDisposable
{
    private const string Id = "x";

    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("bench-archive-");

    private readonly string _execution;

    public ExecutionArchiveTests() => _execution = _run.CreateSubdirectory("exec").CreateSubdirectory(Id).FullName;

    private ExecutionArchive Archive => new(_run.FullName);

    [Fact]
    public void A_report_of_any_bytes_is_survived() => Gen.Byte.Array[0, 500].Sample(
        bytes =>
        {
            File.WriteAllBytes(Path.Combine(_execution, "status.json"), bytes);
            _ = Archive.Find(Id);
        },
        threads: 1);

    [Fact]
    public void A_report_with_any_numbers_is_survived() => Gen.Select(
        Gen.OneOf(Gen.Long, Gen.Long[-10, 10]), Gen.OneOf(Gen.Long, Gen.Long[-10, 10]), Gen.Byte.Array[0, 20]).Sample(
        (kept, bytes, output) =>
        {
            File.WriteAllBytes(Path.Combine(_execution, "stdout"), output);
            File.WriteAllText(Path.Combine(_execution, "status.json"), $$"""{"id":"another","phase":"Exited","stdout_bytes":{{bytes}},"stdout_kept":{{kept}}}""");

            var report = Archive.Find(Id)!;

            Assert.Equal(Id, report.Id);
            Assert.True(report.StdoutTail!.Length <= output.Length);
        },
        threads: 1);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../exec/x")]
    [InlineData("x/../x")]
    [InlineData("none")]
    public void What_is_no_id_is_not_found(string id)
    {
        File.WriteAllText(Path.Combine(_execution, "status.json"), """{"id":"x","phase":"Exited"}""");

        Assert.NotNull(Archive.Find(Id));
        Assert.Null(Archive.Find(id));
        Assert.Null(Archive.OpenOutput(id, OutputKind.Stdout, 0));
    }

    [Fact]
    public void An_execution_without_output_has_an_empty_one()
    {
        using var output = Archive.OpenOutput(Id, OutputKind.Stderr, 10)!;

        Assert.Equal(-1, output.ReadByte());
    }

    [Fact]
    public void Links_lead_nowhere()
    {
        var secret = Path.Combine(_run.FullName, "secret");
        File.WriteAllText(secret, """{"id":"x","phase":"Exited"}""");
        File.CreateSymbolicLink(Path.Combine(_execution, "status.json"), secret);
        File.CreateSymbolicLink(Path.Combine(_execution, "stdout"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_run.FullName, "exec", "linked"), _execution);
        File.WriteAllText(Path.Combine(_execution, "stderr"), "x");

        Assert.Null(Archive.Find(Id));
        Assert.Equal("", new StreamReader(Archive.OpenOutput(Id, OutputKind.Stdout, 0)!).ReadToEnd());
        Assert.Null(Archive.OpenOutput("linked", OutputKind.Stderr, 0));
        Assert.Equal("x", Encoding.UTF8.GetString([(byte)Archive.OpenOutput(Id, OutputKind.Stderr, 0)!.ReadByte()]));
    }

    public void Dispose() => _run.Delete(recursive: true);
}
