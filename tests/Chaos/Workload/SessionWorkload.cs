using System.Globalization;
using System.Text;
using BenchCluster.Client;
using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Chaos;

/// <summary>Somebody who works in a devbox, command after command, and takes another when it is lost.</summary>
internal sealed class SessionWorkload(BenchClient client, ChaosHistory history)
{
    private const int Lines = 20;
    private static readonly string Output = string.Concat(Enumerable.Range(1, Lines).Select(i => $"line {i}\n"));

    /// <summary>Goes on until canceled; the last command is seen through.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var devbox = await Persistence.AskAsync(() => client.Devboxes.CreateAsync(new DevboxCreateRequest { Name = "session" }));
            devbox = await Persistence.AskAsync(() => client.Devboxes.WaitUntilSettledAsync(devbox.Id));
            while (devbox.Status is DevboxStatus.Running && !cancellationToken.IsCancellationRequested)
            {
                var command = await RunCommandAsync(devbox.Id);
                lock (history.Commands)
                    history.Commands.Add(command);
                devbox = await Persistence.AskAsync(() => client.Devboxes.GetAsync(devbox.Id));
            }
        }
    }

    private async Task<RanCommand> RunCommandAsync(string devbox)
    {
        var id = Guid.NewGuid().ToString();
        var countId = Guid.NewGuid().ToString();
        var command = $"echo ran >>/tmp/{id}; for i in $(seq {Lines}); do echo line $i; sleep 0.05; done";
        try
        {
            // The same id each time: however often it has to be asked, it runs once.
            var execution = await Persistence.AskAsync(
                () => client.Executions.StartAsync(devbox, new ExecuteRequest { Command = command, CommandId = id }));
            var ended = await Persistence.AskAsync(() => client.Executions.WaitAsync(devbox, execution.ExecutionId));
            var output = await Persistence.AskAsync(() => ReadAsync(devbox, execution.ExecutionId));
            var count = await Persistence.AskAsync(() => client.Executions.ExecuteAsync(
                devbox, new ExecuteRequest { Command = $"wc -l </tmp/{id}", CommandId = countId }));
            return new RanCommand(id, false, Output, output, int.Parse(count.Stdout!, CultureInfo.InvariantCulture),
                ended.EndReason?.Contains("no space is left", StringComparison.Ordinal) is true);
        }
        catch (BenchApiException e)
        {
            // Lost with its devbox, or wrong: the devbox says which.
            var view = await Persistence.AskAsync(() => client.Devboxes.GetAsync(devbox));
            return new RanCommand(id, view is { Status: DevboxStatus.Failure, FailureMessage.Length: > 0 }, Output, e.ToString(), null);
        }
    }

    private async Task<string> ReadAsync(string devbox, string execution)
    {
        var text = new StringBuilder();
        await foreach (var chunk in client.Executions.StreamAsync(devbox, execution, standardError: false))
            text.Append(chunk.Output);
        return text.ToString();
    }
}
