using System.Text.Json.Nodes;

namespace BenchCluster.Tests.SweBench;

/// <summary>Rows with SWE-bench's columns, in a file that is gone with the test.</summary>
internal sealed class DatasetFile : IDisposable
{
    public DatasetFile(string content, string name = "set.jsonl")
    {
        Folder = Directory.CreateTempSubdirectory("bench-swe-").FullName;
        Path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(Path, content);
    }

    public string Folder { get; }

    public string Path { get; }

    /// <summary>A row that is right.</summary>
    public static JsonObject Row(string id = "psf__requests-1", string repo = "psf/requests") => new()
    {
        ["instance_id"] = id,
        ["repo"] = repo,
        ["base_commit"] = new string('A', 40),
        ["patch"] = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n",
        ["test_patch"] = "diff --git a/tests/test_x.py b/tests/test_x.py\n--- a/tests/test_x.py\n+++ b/tests/test_x.py\n@@ -1 +1 @@\n-a\n+b\n",
        ["problem_statement"] = "x is wrong",
        ["hints_text"] = "look at a",
        ["created_at"] = "2024-01-01",
        ["version"] = "2.0",
        ["FAIL_TO_PASS"] = "[\"tests/test_x.py::test_a\"]",
        ["PASS_TO_PASS"] = new JsonArray("tests/test_x.py::test_b"),
        ["environment_setup_commit"] = new string('b', 40),
    };

    public static DatasetFile Of(params IEnumerable<JsonObject> rows) => new(string.Concat(rows.Select(row => row.ToJsonString() + "\n")));

    public void Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
