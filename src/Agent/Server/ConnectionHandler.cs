using System.Net.Sockets;
using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Dialing;
using BenchCluster.Agent.Executions;
using BenchCluster.Agent.Files;
using BenchCluster.Agent.Processes;
using BenchCluster.Agent.Sessions;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Server;

/// <summary>Carries out what a connection asks for. Every failure that is not the connection's own is an answer.</summary>
internal sealed class ConnectionHandler(
    AccountTable accounts, ExecutionTable executions, ExecutionOutput output, FileOperations files, SessionOperations sessions, Quiescence quiescence)
{
    /// <summary>The longest wait that a client may ask for; what is longer is a mistake.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long a client may wait before it is looked whether it is still there; most are answered sooner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int InputChunk = 64 * 1024;

    /// <summary>Reads the head, and answers.</summary>
    public async Task HandleAsync(NetworkStream stream)
    {
        var reader = new WireReader(stream);
        AgentReply refusal;
        try
        {
            var request = await reader.ReadHeadAsync(AgentJson.Default.AgentRequest, CancellationToken.None);
            if (request is null)
                return;
            if (request.Version is < ProtocolVersion.Oldest or > ProtocolVersion.Current)
                throw new AgentException(AgentErrorCode.Version, $"version: this agent speaks {ProtocolVersion.Oldest} to {ProtocolVersion.Current}, not {request.Version}.");
            await DispatchAsync(request, stream, reader);
            return;
        }
        catch (AgentException e)
        {
            refusal = new AgentReply { Code = e.Code, Message = e.Message };
        }
        catch (InvalidDataException e)
        {
            refusal = new AgentReply { Code = AgentErrorCode.Invalid, Message = e.Message };
        }
        catch (Exception e) when (e is not (IOException or System.Net.Sockets.SocketException))
        {
            refusal = new AgentReply { Code = AgentErrorCode.Failed, Message = $"{e.GetType().Name}: {e.Message}" };
        }

        await AnswerAsync(stream, refusal);
    }

    private static Task AnswerAsync(Stream stream, AgentReply reply) =>
        Wire.WriteHeadAsync(stream, reply, AgentJson.Default.AgentReply, CancellationToken.None);

    private static T Require<T>(T? value, string field)
        where T : class => value ?? throw new AgentException(AgentErrorCode.Invalid, $"{field}: is missing.");

    private async Task DispatchAsync(AgentRequest request, NetworkStream stream, WireReader reader)
    {
        switch (request.Operation)
        {
            case Operation.ReadOutput:
                await output.SendAsync(request, stream);
                return;
            case Operation.ReadFile:
                await SendFileAsync(Require(request.File, "file"), stream);
                return;
            case Operation.Dial:
                await Dialer.ServeAsync(Require(request.Dial, "dial"), stream, reader);
                return;
            case Operation.Run:
                await sessions.RunAsync(Require(request.Session, "session"), stream, reader);
                return;
            case Operation.AttachTerminal:
                await sessions.AttachAsync(Require(request.Terminal, "terminal"), request.Session, stream, reader);
                return;
            case Operation.OpenTerminal or Operation.ResizeTerminal or Operation.SignalTerminal or Operation.CloseTerminal:
                await AnswerAsync(stream, new AgentReply { Terminal = TerminalOf(request, Require(request.Terminal, "terminal")) });
                return;
            default:
                await AnswerAsync(stream, await ReplyAsync(request, stream, reader));
                return;
        }
    }

    private async Task<AgentReply> ReplyAsync(AgentRequest request, NetworkStream stream, WireReader reader)
    {
        switch (request.Operation)
        {
            case Operation.Hello:
                return new AgentReply
                {
                    Hello = new AgentHello { AgentVersion = AgentVersion.Text, Protocol = ProtocolVersion.Current, ProcessId = Environment.ProcessId },
                };
            case Operation.Start:
                var started = executions.Start(Require(request.Start, "start"));
                return await ReportAsync(started, request.Start!.Id, request.WaitMs, stream);
            case Operation.Wait:
                var id = executions.Existing(request.Id);
                return await ReportAsync(executions.Find(id), id, request.WaitMs, stream);
            case Operation.List:
                return new AgentReply { Executions = executions.List() };
            case Operation.WriteInput:
                await WriteInputAsync(request, reader);
                return new AgentReply();
            case Operation.Signal:
                await executions.Require(request.Id).SignalAsync(request.Signal, request.Scope);
                return new AgentReply();
            case Operation.Quiesce:
                await quiescence.ReachAsync();
                return new AgentReply();
            case Operation.Stats:
                return new AgentReply { Stats = ProcessTable.Stats() with { Executions = executions.CountRunning() + sessions.Connected } };
            case Operation.Home:
                return new AgentReply { Home = accounts.Find(request.User).Beginning };
            case Operation.Changed:
                var search = Require(request.Changed, "changed");
                return new AgentReply { Changed = await FileThread.RunAsync(accounts.Find(null), () => Changes.Find(search)) };
            default:
                return await FileReplyAsync(request, stream, reader);
        }
    }

    private TerminalReport TerminalOf(AgentRequest request, TerminalTarget target) => request.Operation switch
    {
        Operation.OpenTerminal => sessions.Open(target, request.Session),
        Operation.ResizeTerminal => sessions.Resize(target),
        Operation.SignalTerminal => sessions.Signal(target, request.Signal),
        _ => sessions.Close(target),
    };

    private async Task<AgentReply> FileReplyAsync(AgentRequest request, NetworkStream stream, WireReader reader)
    {
        var file = Require(request.File, "file");
        switch (request.Operation)
        {
            case Operation.WriteFile:
                return new AgentReply { Entry = await files.WriteAsync(file, new FrameReadStream(reader, null)) };
            case Operation.FillFile:
                return new AgentReply { Entry = await files.WriteAsync(file, new HandedContent(stream.Socket, reader)) };
            case Operation.Unpack:
                await files.UnpackAsync(file, new FrameReadStream(reader, null));
                return new AgentReply();
            case Operation.Stat:
                return new AgentReply { Entry = await files.StatAsync(file) };
            case Operation.ListDirectory:
                return new AgentReply { Entries = await files.ListAsync(file) };
            case Operation.Remove:
                await files.RemoveAsync(file);
                return new AgentReply();
            case Operation.MakeDirectory:
                await files.MakeDirectoryAsync(file);
                return new AgentReply();
            default:
                throw new AgentException(AgentErrorCode.Invalid, $"operation: '{request.Operation}' is unknown.");
        }
    }

    private async Task<AgentReply> ReportAsync(Execution? execution, string id, long waitMs, Stream stream)
    {
        if (execution is { End.IsCompleted: false } && waitMs > 0)
        {
            using var givenUp = new CancellationTokenSource();
            var end = execution.WaitAsync(TimeSpan.FromMilliseconds(Math.Min(waitMs, LongestWait.TotalMilliseconds)), givenUp.Token);
            if (await Task.WhenAny(end, Task.Delay(Patience)) != end && await Task.WhenAny(end, Hangup.OfAsync(stream)) != end)
            {
                await givenUp.CancelAsync();
                throw new IOException("The client went away.");
            }
        }

        return new AgentReply { Execution = execution?.Report(withTails: true) ?? executions.Report(id, withTails: true) };
    }

    private async Task WriteInputAsync(AgentRequest request, WireReader reader)
    {
        var execution = executions.Require(request.Id);
        if (!execution.Start.AttachStdin)
            throw new AgentException(AgentErrorCode.Invalid, $"The execution '{request.Id}' was started without standard input.");
        var input = execution.Input
            ?? throw new AgentException(AgentErrorCode.Ended, $"The execution '{request.Id}' is not running yet.");
        await using var bytes = new FrameReadStream(reader, null);
        var buffer = new byte[InputChunk];
        for (int read; (read = await bytes.ReadAsync(buffer)) > 0;)
            await input.WriteAsync(buffer.AsMemory(0, read));
        if (request.Close)
            input.Dispose();
    }

    private async Task SendFileAsync(FileTarget target, NetworkStream stream)
    {
        await using var file = await files.OpenReadAsync(target);
        if (target.HandOver && HandedContent.IsWorthwhile(file, target.Offset))
        {
            HandedContent.Send(stream.Socket, file);
            return;
        }

        await AnswerAsync(stream, new AgentReply());
        await FrameWriter.SendAsync(stream, async (buffer, token) =>
        {
            try
            {
                return await file.ReadAsync(buffer, token);
            }
            catch (Exception e) when (FileFailure.Explain(e, target.Path) is { } known)
            {
                throw known;
            }
        });
    }
}
