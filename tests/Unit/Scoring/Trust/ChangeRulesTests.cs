using BenchCluster.Devboxes;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.Tests.Scoring.Trust;

public sealed class ChangeRulesTests
{
    [Theory]
    [InlineData("/usr/bin/python3", ScoreFlagKind.ProgramChanged)]
    [InlineData("/usr/local/bin/python3.12", ScoreFlagKind.ProgramChanged)]
    [InlineData("/usr/local/bin/pytest", ScoreFlagKind.ProgramChanged)]
    [InlineData("/bin/bash", ScoreFlagKind.ProgramChanged)]
    [InlineData("/usr/bin/git", ScoreFlagKind.ProgramChanged)]
    [InlineData("/usr/bin/[", ScoreFlagKind.ProgramChanged)]
    [InlineData("/etc/ld.so.preload", ScoreFlagKind.LoaderChanged)]
    [InlineData("/etc/ld.so.conf.d/a.conf", ScoreFlagKind.LoaderChanged)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libc.so.6", ScoreFlagKind.LoaderChanged)]
    [InlineData("/usr/lib64/ld-linux-x86-64.so.2", ScoreFlagKind.LoaderChanged)]
    [InlineData("/lib/ld-musl-x86_64.so.1", ScoreFlagKind.LoaderChanged)]
    [InlineData("/usr/lib/python3/dist-packages/sitecustomize.py", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/home/user/.local/lib/python3.11/site-packages/usercustomize.py", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/app/sitecustomize.py", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/etc/profile.d/x.sh", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/usr/lib/python3.11/unittest/case.py", ScoreFlagKind.LibraryChanged)]
    [InlineData("/usr/lib/python3.11/json/__init__.py", ScoreFlagKind.LibraryChanged)]
    [InlineData("/usr/local/lib/python3.12/site-packages/_pytest/runner.py", ScoreFlagKind.LibraryChanged)]
    [InlineData("/usr/lib/python3/dist-packages/pytest_cheat/plugin.py", ScoreFlagKind.LibraryChanged)]
    [InlineData("/etc/cron.d/x", ScoreFlagKind.ScheduledProgram)]
    [InlineData("/var/spool/cron/crontabs/root", ScoreFlagKind.ScheduledProgram)]
    public void What_honest_work_hardly_ever_changes_is_suspicious(string path, ScoreFlagKind kind) =>
        Assert.Equal((kind, true), ChangeRules.Of('f', path));

    [Theory]
    [InlineData("/app/conftest.py", ScoreFlagKind.TestConfigurationChanged)]
    [InlineData("/app/pyproject.toml", ScoreFlagKind.TestConfigurationChanged)]
    [InlineData("/app/.git/hooks/pre-commit", ScoreFlagKind.RepositoryConfigurationChanged)]
    [InlineData("/app/.git/config", ScoreFlagKind.RepositoryConfigurationChanged)]
    [InlineData("/root/.bashrc", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/root/.gitconfig", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/usr/lib/python3/dist-packages/x.pth", ScoreFlagKind.StartupFileChanged)]
    [InlineData("/usr/local/bin/ripgrep", ScoreFlagKind.ProgramChanged)]
    [InlineData("/app/.venv/bin/python", ScoreFlagKind.ProgramChanged)]
    public void What_honest_work_may_change_is_told_and_no_more(string path, ScoreFlagKind kind) =>
        Assert.Equal((kind, false), ChangeRules.Of('f', path));

    [Theory]
    [InlineData('f', "/app/src/main.py")]
    [InlineData('f', "/app/tests/test_a.py")]
    [InlineData('f', "/app/.git/hooks/pre-commit.sample")]
    [InlineData('f', "/app/.git/objects/ab/cd")]
    [InlineData('f', "/usr/local/lib/python3.12/site-packages/numpy/core.py")]
    [InlineData('f', "/usr/lib/python3.11/__pycache__/os.cpython-311.pyc")]
    [InlineData('f', "/usr/lib/x86_64-linux-gnu/libjq.so.1")]
    [InlineData('d', "/usr/bin")]
    [InlineData('d', "/app/.git/hooks/pre-commit")]
    public void Other_changes_mean_nothing(char kind, string path) => Assert.Null(ChangeRules.Of(kind, path));

    [Fact]
    public void Flags_have_the_suspicious_first_one_a_kind_with_ten_of_the_paths()
    {
        var changes = new DiskChanges(["f/app/conftest.py", .. Enumerable.Range(10, 12).Select(i => $"l/usr/bin/python3.{i}"), "f/app/a.py", "d/usr/bin"], true);

        var flags = ChangeFlags.Of(changes, ["/"]);

        Assert.Equal([(ScoreFlagKind.ProgramChanged, true, 10), (ScoreFlagKind.TestConfigurationChanged, false, 1)], flags.Select(f => (f.Kind, f.IsSuspicious, f.Subjects.Count)));
        Assert.Contains("12 in all", flags[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_taken_to_be_scored_is_not_flagged()
    {
        var flags = ChangeFlags.Of(new DiskChanges(["f/usr/bin/python3", "f/application/conftest.py", "f/app/conftest.py"], true), ["/app"]);

        Assert.Equal(["/app/conftest.py"], Assert.Single(flags).Subjects);
    }

    [Fact]
    public void A_disk_that_was_not_looked_through_is_suspicious() =>
        Assert.Equal((ScoreFlagKind.NotSearched, true), ChangeFlags.Of(new DiskChanges([], false), ["/"]).Select(flag => (flag.Kind, flag.IsSuspicious)).Single());
}
