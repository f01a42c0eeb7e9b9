using System.Diagnostics;
using System.Text.Json;

namespace BenchCluster.Tests.SweBench;

/// <summary>
/// A dataset true to SWE-bench's format, of a real repository that is made here: its history, an issue, the tests that
/// show it and the patch that ends it. All instances but the last are of one commit.
/// </summary>
internal sealed class CalcDataset : IDisposable
{
    public const string FailToPass = "test_add (tests.test_calc.CalcTests.test_add)";
    public const string PassToPass = "test_mul (tests.test_calc.CalcTests.test_mul)";

    /// <summary>What ends the issue.</summary>
    public const string Gold = """
        diff --git a/calc.py b/calc.py
        --- a/calc.py
        +++ b/calc.py
        @@ -1,5 +1,5 @@
         def add(a, b):
        -    return a - b
        +    return a + b
         
         
         def mul(a, b):

        """;

    /// <summary>The tests that show it.</summary>
    public const string TestPatch = """
        diff --git a/tests/test_calc.py b/tests/test_calc.py
        --- a/tests/test_calc.py
        +++ b/tests/test_calc.py
        @@ -6,3 +6,6 @@
         class CalcTests(unittest.TestCase):
             def test_mul(self):
                 self.assertEqual(6, calc.mul(2, 3))
        +
        +    def test_add(self):
        +        self.assertEqual(5, calc.add(2, 3))

        """;

    private const string Code = "def add(a, b):\n    return a - b\n\n\ndef mul(a, b):\n    return a * b\n";
    private const string Tests = "import unittest\n\nimport calc\n\n\nclass CalcTests(unittest.TestCase):\n    def test_mul(self):\n        self.assertEqual(6, calc.mul(2, 3))\n";

    private const string Dockerfile = """
        FROM benchcluster/base:bookworm
        ARG BASE_COMMIT
        COPY repository /testbed
        RUN cd /testbed && git -c safe.directory=/testbed checkout -q "$BASE_COMMIT"
        WORKDIR /testbed
        USER root

        """;

    private const string Spec = """
        # How the instances of example/calc are run.
        - repo: example/calc
          dockerfile: environment
          test_command: python3 -m unittest -v {tests}
          tests: modules
          log_format: unittest
          test_timeout_sec: 60

        """;

    private CalcDataset(string folder, string commit) => (Folder, Commit) = (folder, commit);

    public string Folder { get; }

    /// <summary>The commit with the issue.</summary>
    public string Commit { get; }

    public string SpecFile => Path.Combine(Folder, "environments.yaml");

    /// <summary>Makes the repository and what its environment is built of.</summary>
    public static async Task<CalcDataset> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bench-swe-").FullName;
        var repository = Path.Combine(folder, "environment", "repository");
        Directory.CreateDirectory(Path.Combine(repository, "tests"));
        await GitAsync(repository, "init", "-q", "-b", "main");
        await File.WriteAllTextAsync(Path.Combine(repository, "calc.py"), Code);
        await File.WriteAllTextAsync(Path.Combine(repository, "tests", "__init__.py"), "");
        await File.WriteAllTextAsync(Path.Combine(repository, "tests", "test_calc.py"), Tests);
        await GitAsync(repository, "add", ".");
        await GitAsync(repository, "commit", "-q", "-m", "A calculator");
        var commit = (await GitAsync(repository, "rev-parse", "HEAD")).Trim();
        await File.WriteAllTextAsync(Path.Combine(repository, "README"), "A calculator.\n");
        await GitAsync(repository, "add", ".");
        await GitAsync(repository, "commit", "-q", "-m", "Say what it is");
        await File.WriteAllTextAsync(Path.Combine(folder, "environment", "Dockerfile"), Dockerfile);
        await File.WriteAllTextAsync(Path.Combine(folder, "environments.yaml"), Spec);
        return new CalcDataset(folder, commit);
    }

    /// <summary>Writes instances, one a line; lists of tests as JSON texts, as the public dataset has them.</summary>
    public async Task<string> WriteAsync(string name, params IEnumerable<string> ids)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllLinesAsync(path, ids.Select(id => JsonSerializer.Serialize(new
        {
            instance_id = id,
            repo = "example/calc",
            base_commit = Commit,
            patch = Gold,
            test_patch = TestPatch,
            problem_statement = "add(2, 3) gives -1.",
            hints_text = "",
            created_at = "2024-01-01T00:00:00Z",
            version = "1.0",
            FAIL_TO_PASS = JsonSerializer.Serialize((string[])[FailToPass]),
            PASS_TO_PASS = JsonSerializer.Serialize((string[])[PassToPass]),
            environment_setup_commit = Commit,
        })));
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // The same commits on every machine.
        foreach (var who in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{who}_NAME"] = "Somebody";
            start.Environment[$"GIT_{who}_EMAIL"] = "somebody@example.com";
            start.Environment[$"GIT_{who}_DATE"] = "2024-01-01T00:00:00Z";
        }

        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git could not be started.");
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return git.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed.");
    }
}
