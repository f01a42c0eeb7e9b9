using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Executions;
using BenchCluster.Agent.Files;
using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.Agent.Server;
using BenchCluster.Agent.Sessions;
using BenchCluster.Agent.Ssh;

if (args is ["version"])
{
    Console.WriteLine(AgentVersion.Text);
    return 0;
}

if (args is ["ssh", var broker, var devbox])
{
    // A connection that breaks off takes its session along; without one, sshd would leave it.
    _ = Libc.prctl(Libc.SetParentDeathSignal, Libc.SigKill, 0, 0, 0);
    return await new SshSession(broker, devbox).RunAsync();
}

if (args is not ["serve", "--dir", var directory])
{
    Console.Error.WriteLine("Usage: bench-agent serve --dir DIRECTORY | bench-agent hold | bench-agent ssh SOCKET DEVBOX | bench-agent version");
    return 2;
}

// Root in the box must not read or change what is in here.
_ = Libc.prctl(Libc.SetDumpable, 0, 0, 0, 0);
// Where it is not process 1, it gets the orphans of a supervisor that was killed all the same.
_ = Libc.prctl(Libc.SetChildSubreaper, 1, 0, 0, 0);
StopSignals.Handle();
WorkerThreads.MakeAll();

var accounts = new AccountTable("/");
var pump = new DescriptorPump();
var reaper = new Reaper();
var store = new ExecutionStore(directory, TimeProvider.System);
var environment = new CommandEnvironment();
var launcher = new ExecutionLauncher(environment, pump, reaper);
var executions = new ExecutionTable(store, accounts, launcher, TimeProvider.System);
var sessionLauncher = new SessionLauncher(accounts, environment, pump, reaper, TimeProvider.System);
var sessions = new SessionOperations(new TerminalTable(sessionLauncher, TimeProvider.System), sessionLauncher);
var handler = new ConnectionHandler(
    accounts, executions, new ExecutionOutput(executions, store), new FileOperations(accounts), sessions, new Quiescence(executions));
var server = new AgentServer(directory, handler);

pump.Start();
reaper.Start();
using var listener = server.Listen();
Spawner.Prepare();
reaper.Expect();
await server.ServeAsync(listener);
return 0;
