using System.CommandLine;
using BenchCluster.Client.Commands;
using BenchCluster.Client.Output;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class CommandLineTests
{
    private static readonly FakeServer NoServer = new() { IsAway = true };

    public static TheoryData<string> AllCommands =>
        [.. Descendants(Root()).Select(PathOf)];

    [Theory]
    [MemberData(nameof(AllCommands))]
    public async Task Every_command_has_help_with_examples(string command)
    {
        using var bench = new BenchProcess(NoServer);

        var status = await bench.RunLineAsync($"{command} --help");

        Assert.Equal(ExitStatus.Done, status);
        Assert.Contains($"bench {command}", bench.Out, StringComparison.Ordinal);
        Assert.Contains($"Examples:{Environment.NewLine}  bench {command}", bench.Out, StringComparison.Ordinal);
        Assert.Empty(bench.Error);
    }

    [Fact]
    public void Every_example_of_the_help_is_understood()
    {
        var examples = Descendants(Root()).OfType<BenchCommand>().SelectMany(command => command.Examples).ToList();

        var wrong = examples
            .Select(example => example.Split(['>', '<'])[0].Replace("'", "\"", StringComparison.Ordinal))
            .Select(example => (example, Root().Parse(example).Errors))
            .Where(parsed => parsed.Errors.Count > 0)
            .Select(parsed => $"{parsed.example}: {parsed.Errors[0].Message}");

        Assert.True(examples.Count > 20);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("frob", "frob")]
    [InlineData("runs --limit 0", "--limit: expected a whole number of at least 1, found '0'")]
    [InlineData("runs --limit many", "found 'many'")]
    [InlineData("runs extra", "extra")]
    [InlineData("run", "NAME")]
    [InlineData("run tasks", "--agent")]
    [InlineData("run tasks --agent oracle -n 0", "--concurrency")]
    [InlineData("run tasks --agent oracle --attempts 1.5", "--attempts")]
    [InlineData("run tasks --agent oracle --timeout -1", "--timeout")]
    [InlineData("run tasks --agent oracle --timeout NaN", "--timeout")]
    [InlineData("run tasks --agent oracle --min-score 2", "--min-score: expected a number from 0 to 1")]
    [InlineData("run tasks --agent oracle --env NOVALUE", "--env: expected NAME=VALUE, found 'NOVALUE'")]
    [InlineData("run tasks --agent \"\"", "--agent")]
    [InlineData("run tasks --agent oracle --expect oracle", "AGENT=SCORE")]
    [InlineData("run tasks --agent oracle --expect oracle=7", "AGENT=SCORE")]
    [InlineData("run tasks --agent oracle --expect nop=0", "there is no --agent 'nop'")]
    [InlineData("run tasks --agent oracle --detach --min-score 1", "--detach")]
    [InlineData("run show", "ID")]
    [InlineData("run show dbx_1", "'dbx_1' is not the id of a benchmark run or scenario run: those begin with bmr_ or srn_")]
    [InlineData("run watch", "ID")]
    [InlineData("run cancel srn_1", "bmr_")]
    [InlineData("run --json show bmr_1", "'--json' has no effect before 'show'")]
    [InlineData("run tasks show bmr_1", "'tasks' has no effect before 'show'")]
    [InlineData("devbox exec dbx_1", "COMMAND")]
    [InlineData("devbox exec dbx_1 ls -la", "Put -- before the command")]
    [InlineData("devbox exec dbx_1 --shel main -- ls", "Put -- before the command")]
    [InlineData("devbox create --size huge", "--size: expected one of x_small, small, medium, large, x_large, xx_large, found 'huge'")]
    [InlineData("devbox create --size custom_size", "--size")]
    [InlineData("devbox create --size small --cpus 2", "a devbox has one size")]
    [InlineData("devbox create --image a --blueprint bpt_1", "made of one of them")]
    [InlineData("devbox create --keep-alive 999999", "--keep-alive")]
    [InlineData("devbox list --status asleep", "--status: expected one of")]
    [InlineData("devbox shutdown", "--all")]
    [InlineData("devbox shutdown dbx_1 --all", "--all")]
    [InlineData("devbox shutdown ../secrets", "dbx_")]
    [InlineData("import harbor", "DIR")]
    [InlineData("import", "harbor")]
    [InlineData("blueprint logs scn_1", "bpt_")]
    [InlineData("completion tcsh", "tcsh")]
    public async Task Wrong_usage_is_named_and_nobody_is_asked(string line, string named)
    {
        using var bench = new BenchProcess(NoServer);

        var status = await bench.RunLineAsync(line);

        Assert.Equal(ExitStatus.WrongUsage, status);
        Assert.Contains(named, bench.Error, StringComparison.Ordinal);
        Assert.Contains("--help", bench.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Out);
    }

    [Fact]
    public async Task Without_arguments_it_says_what_there_is()
    {
        using var bench = new BenchProcess(NoServer);

        var status = await bench.RunAsync();

        Assert.Equal(ExitStatus.Done, status);
        Assert.Contains("bench [command] [options]", bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_without_a_stack_trace()
    {
        using var bench = new BenchProcess(NoServer);

        var status = await bench.RunAsync("runs");

        Assert.Equal(ExitStatus.Failed, status);
        Assert.StartsWith("error: No server answers at http://fake.test", bench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", bench.Error, StringComparison.Ordinal);
        Assert.Empty(bench.Out);
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_in_its_words()
    {
        var refusal = FakeServer.Refuse(System.Net.HttpStatusCode.NotFound, "There is no devbox 'dbx_1'.");
        var server = new FakeServer().On("GET /v1/devboxes/dbx_1", refusal);
        using var bench = new BenchProcess(server);

        var status = await bench.RunAsync("devbox", "show", "dbx_1");

        Assert.Equal(ExitStatus.Failed, status);
        Assert.Equal("error: There is no devbox 'dbx_1'.\n", bench.Error);
    }

    [Fact]
    public async Task An_interrupt_ends_a_command_with_the_shells_status()
    {
        using var bench = new BenchProcess(new FakeServer());
        bench.Interrupts.Raise();

        Assert.Equal(ExitStatus.Interrupted, await bench.RunAsync("runs"));
    }

    [Fact]
    public void A_second_interrupt_that_nobody_takes_ends_the_process()
    {
        using var interrupts = new Interrupts();

        Assert.True(interrupts.Raise());
        Assert.False(interrupts.Raise());
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_not_a_file()
    {
        var server = new FakeServer().OnList("GET /v1/scenarios", "scenarios");
        using var bench = new BenchProcess(server);

        await bench.RunAsync("scenario", "show", "@name");

        Assert.Contains("There is no scenario '@name'", bench.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "run")]
    [InlineData("run ", "watch")]
    [InlineData("devbox ex", "exec")]
    [InlineData("run --ag", "--agent")]
    [InlineData("run tasks --agent or", "oracle")]
    [InlineData("run tasks --agent oracle --ex", "--expect")]
    [InlineData("run tasks --env A=1 --detach --js", "--json")]
    [InlineData("devbox list --status ru", "running")]
    [InlineData("completion z", "zsh")]
    public async Task Completion_suggests_what_could_come_next(string line, string expected)
    {
        using var bench = new BenchProcess(NoServer);

        var status = await bench.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(ExitStatus.Done, status);
        Assert.Contains(expected, bench.Out.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _bench_complete bench")]
    [InlineData("zsh", "#compdef bench")]
    [InlineData("fish", "complete -c bench")]
    public async Task Completion_scripts_ask_the_program_itself(string shell, string line)
    {
        using var bench = new BenchProcess(NoServer);

        Assert.Equal(ExitStatus.Done, await bench.RunAsync("completion", shell));
        Assert.Contains(line, bench.Out, StringComparison.Ordinal);
        Assert.Contains("[suggest:", bench.Out, StringComparison.Ordinal);
    }

    private static RootCommand Root() => BenchCommandLine.Root(new CommandContext(
        new Terminal(Never<IScreen>, Never<IScreen>, Never<Stream>, Never<Stream>, Never<Stream>),
        new Interrupts(), TimeProvider.System, _ => null, Never<Client.BenchClient>));

    private static T Never<T>() => throw new InvalidOperationException("Building and reading a command line needs nothing of the world.");

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{PathOf(parent)} {command.Name}"
            : command.Name;
}
