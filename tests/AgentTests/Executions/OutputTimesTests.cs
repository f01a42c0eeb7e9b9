using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Executions;

/// <summary>What the host reads of when output came.</summary>
public sealed class OutputTimesTests
{
    [Fact]
    public void A_byte_came_when_the_last_mark_before_it_says()
    {
        var bytes = new byte[2 * OutputTimes.MarkLength];
        OutputTimes.Write(bytes, 5, 200);
        OutputTimes.Write(bytes.AsSpan(OutputTimes.MarkLength), 9, 300);

        var times = OutputTimes.Read(bytes);

        Assert.Equal([100, 100, 200, 200, 300, 300], new long[] { 0, 4, 5, 8, 9, 1000 }.Select(offset => times.At(offset, 100)));
    }

    [Fact]
    public void What_a_devbox_wrote_itself_is_survived()
    {
        var bytes = new byte[2 * OutputTimes.MarkLength + 3];
        OutputTimes.Write(bytes, 9, 200);
        OutputTimes.Write(bytes.AsSpan(OutputTimes.MarkLength), 5, -1);

        Assert.Equal(200, OutputTimes.Read(bytes).At(1000, 100));
        Assert.Null(ExecutionCommand.Parse("x"));
        Assert.Null(ExecutionCommand.Parse("-1\n\ncommand"));
    }

    [Fact]
    public void A_note_of_a_command_is_read_as_it_was_written()
    {
        Assert.Equal(new ExecutionCommand(5, null, "a\nb\n"), ExecutionCommand.Parse(new ExecutionCommand(5, null, "a\nb\n").ToText()));
        Assert.Equal(new ExecutionCommand(5, "s", ""), ExecutionCommand.Parse(new ExecutionCommand(5, "s", "").ToText()));
    }
}
