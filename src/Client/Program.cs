using BenchCluster.Client;
using BenchCluster.Client.Commands;
using BenchCluster.Client.Output;

using var interrupts = Interrupts.OfProcess();
using var context = new CommandContext(
    Terminal.OfProcess(), interrupts, TimeProvider.System, Environment.GetEnvironmentVariable, () => new BenchClient());
return await BenchCommandLine.RunAsync(args, context);
