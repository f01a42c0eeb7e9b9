using BenchCluster.Scoring;
using CsCheck;

namespace BenchCluster.Tests.Scoring;

public sealed class GitDiffTests
{
    private const string Diff = """
        diff --git a/src/a.py b/src/a.py
        index 1..2 100644
        --- a/src/a.py
        +++ b/src/a.py
        @@ -1,3 +1,3 @@ def f():
         x
        --- a/no/header.py
        +++ b/no/header.py
         y
        diff --git a/new file.py b/new file.py
        new file mode 100644
        --- /dev/null
        +++ b/new file.py
        @@ -0,0 +1 @@
        +x
        diff --git a/gone.py b/gone.py
        deleted file mode 100644
        --- a/gone.py
        +++ /dev/null
        @@ -1 +0,0 @@
        -x
        diff --git a/old.py b/moved.py
        similarity index 100%
        rename from old.py
        rename to moved.py
        diff --git a/mode.sh b/mode.sh
        old mode 100644
        new mode 100755
        diff --git "a/\303\244.py" "b/\303\244.py"
        --- "a/\303\244.py"
        +++ "b/\303\244.py"
        @@ -1 +1 @@
        -x
        +y
        \ No newline at end of file
        diff --git a/bin.png b/bin.png
        GIT binary patch
        literal 0

        """;

    [Fact]
    public void All_paths_before_and_after_are_named_once_and_none_within_a_hunk() =>
        Assert.Equal(["src/a.py", "new file.py", "gone.py", "old.py", "moved.py", "mode.sh", "ä.py", "bin.png"], GitDiff.PathsOf(Diff));

    [Fact]
    public void Files_after_are_those_that_are_there_then() =>
        Assert.Equal(["src/a.py", "new file.py", "moved.py", "mode.sh", "ä.py", "bin.png"], GitDiff.FilesAfter(Diff));

    [Fact]
    public void A_unified_diff_with_times_is_read_too() =>
        Assert.Equal(["x/a.c"], GitDiff.PathsOf("--- x/a.c\t2024-01-01 00:00:00\n+++ x/a.c\t2024-01-02 00:00:00\n@@ -1 +1 @@\n-a\n+b\n"));

    [Theory]
    [InlineData("diff --git a/x b/x\n", true)]
    [InlineData("\n--- a/x\n+++ b/x\n", true)]
    [InlineData("#!/bin/sh\n", false)]
    [InlineData("", false)]
    public void A_diff_is_told_from_a_script(string text, bool isDiff) => Assert.Equal(isDiff, GitDiff.IsDiff(text));

    [Theory]
    [InlineData("a/b.py", true)]
    [InlineData("../b.py", false)]
    [InlineData("a/../../b.py", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData(".git/config", false)]
    [InlineData("a/.GIT/config", false)]
    [InlineData("a\nb", false)]
    [InlineData("a//b", false)]
    public void Paths_outside_a_repository_and_gits_own_are_known(string path, bool isInside) => Assert.Equal(isInside, GitDiff.IsInside(path));

    [Fact]
    public void No_text_makes_it_fail() => Gen.String.Sample(text => GitDiff.PathsOf("diff --git " + text + "\n\"" + text).Count >= 0);
}
