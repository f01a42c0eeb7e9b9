using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Devboxes;

public sealed class ExecutionViewsTests
{
    [Theory]
    [InlineData("", 3, "", false)]
    [InlineData("a\nb\nc\n", 3, "a\nb\nc\n", false)]
    [InlineData("a\nb\nc\n", 2, "b\nc\n", true)]
    [InlineData("a\nb\nc", 1, "c", true)]
    [InlineData("a\nb\nc\n", 0, "", true)]
    [InlineData("one", 5, "one", false)]
    [InlineData("\n\n\n", 2, "\n\n", true)]
    public void The_last_lines_are_the_last_lines(string text, int lines, string expected, bool isCut) =>
        Assert.Equal((expected, isCut), ExecutionViews.LastLines(text, lines));

    [Fact]
    public void A_running_execution_shows_no_output()
    {
        var view = ExecutionViews.Of("dbx_1", new ProcessStatus { Id = "e", State = ExecutionStatus.Running, StdoutTail = "so far" }, 100);

        Assert.Null(view.Stdout);
        Assert.Null(view.ExitStatus);
    }

    [Fact]
    public void Output_that_is_not_all_of_it_is_said_to_be_cut()
    {
        var status = new ProcessStatus
        {
            Id = "e", State = ExecutionStatus.Completed, ExitStatus = 0, StdoutTail = "a\nb\n", IsStdoutTailPartial = true, StderrTail = "c\n",
        };

        var view = ExecutionViews.Of("dbx_1", status, 100);

        Assert.True(view.StdoutTruncated);
        Assert.False(view.StderrTruncated);
    }
}
