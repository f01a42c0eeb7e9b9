namespace BenchCluster.Devboxes;

/// <summary>
/// Makes a started devbox ready: its user and its mounts at the first start, its launch commands and its entrypoint at
/// each.
/// </summary>
internal sealed class DevboxInitializer(IDevboxHost host, DevboxMounts mounts, ConfidentialValues confidential, DevboxOptions options, TimeProvider clock)
{
    /// <summary>Does all that is asked for; every step may be done twice.</summary>
    /// <param name="state">The devbox.</param>
    /// <param name="ranOutOfMemory">Whether the kernel killed in it for want of memory just now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DevboxEvent> InitializeAsync(
        DevboxState state, Func<CancellationToken, Task<bool>> ranOutOfMemory, CancellationToken cancellationToken)
    {
        var request = state.Spec!.Request;
        var secrets = confidential.Give(state.Id, state.Confidential);
        var steps = new LaunchSteps(host.Connect(state.Id), state, secrets, options.LaunchTimeout);
        try
        {
            if (state.Boot == 1 || state.IsRenewing)
            {
                await MakeUserAsync(steps, request.LaunchParameters?.UserParameters, cancellationToken);
                await mounts.PutAsync(state, secrets, steps, cancellationToken);
            }

            var commands = request.LaunchParameters?.LaunchCommands ?? [];
            for (var i = 0; i < commands.Count; i++)
                await steps.RunAsync($"{i:D3}", $"The launch command '{commands[i]}'", commands[i], cancellationToken);
            if (request.Entrypoint is { } entrypoint)
                await steps.StartAsync(Entrypoint.IdOf(state.Boot), entrypoint, cancellationToken);
        }
        catch (LaunchStepException e)
        {
            var reason = e.WasKilled && await ranOutOfMemory(cancellationToken) ? FailureReason.OutOfMemory : FailureReason.ExecutionFailed;
            return new DevboxEvent.Failed(reason, e.Message, false, clock.GetUtcNow());
        }

        var home = await host.Connect(state.Id).HomeAsync(state.Facts!.User, cancellationToken);
        return new DevboxEvent.Initialized(state.Epoch, state.Boot, home, clock.GetUtcNow());
    }

    private static Task MakeUserAsync(LaunchSteps steps, UserParameters? asked, CancellationToken cancellationToken) =>
        asked is null or { Username: "root" }
            ? Task.CompletedTask
            // Debian's and BusyBox's tools; a user who exists is left as is.
            : steps.RunAsync(
                "user",
                $"The user '{asked.Username}'",
                $"id -u '{asked.Username}' >/dev/null 2>&1 || useradd -m -s /bin/bash -u {asked.Uid} '{asked.Username}' || adduser -D -u {asked.Uid} '{asked.Username}'",
                cancellationToken,
                user: "root");
}
