using System.Text.Json;
using BenchCluster.Agents;
using BenchCluster.Index;
using BenchCluster.Mounts;

namespace BenchCluster.Devboxes;

/// <summary>Installs registered agents into devboxes, with the tools of their sources.</summary>
internal sealed class AgentInstallation(IResourceIndex index, IGrainFactory grains)
{
    /// <summary>By variables, which older versions ignore. A devbox is thrown away: what is its distribution's own does not matter there.</summary>
    private static readonly Dictionary<string, string> PipSettings = new()
    {
        ["PIP_BREAK_SYSTEM_PACKAGES"] = "1",
        ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
        ["PIP_ROOT_USER_ACTION"] = "ignore",
    };

    /// <summary>The agent that a mount names.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    public async Task<AgentView> FindAsync(AgentMount mount, CancellationToken cancellationToken)
    {
        if (mount.AgentId is { } id)
            return await grains.GetGrain<IAgentGrain>(ResourceId.Require(ResourceKind.Agent, id)).Get();
        var page = await index.ListAsync(
            new ResourceQuery { Kind = ResourceKind.Agent.Prefix, Name = mount.AgentName, Limit = 1, CountAll = false }, cancellationToken);
        return page.Views.Count > 0
            ? JsonSerializer.Deserialize<AgentView>(page.Views[0], WireJson.Options)!
            : throw BenchException.NotFound(ResourceKind.Agent, mount.AgentName ?? "");
    }

    /// <summary>Installs it, and runs its setup commands. An object's files are in place already.</summary>
    /// <param name="directory">Where it is, or is cloned to; the setup commands of one that has files run there.</param>
    /// <exception cref="LaunchStepException">It could not be installed.</exception>
    public static async Task InstallAsync(
        AgentView agent, string? directory, string step, string? token, LaunchSteps steps, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? setup;
        switch (agent.Source)
        {
            case { Npm: { } package }:
                await steps.RunAsync(step, $"Installing the agent '{agent.Name}' with npm", Npm(package, agent.Version), cancellationToken, user: "root");
                (setup, directory) = (package.AgentSetup, null);
                break;
            case { Pip: { } package }:
                await steps.RunAsync(
                    step, $"Installing the agent '{agent.Name}' with pip", Pip(package, agent.Version), cancellationToken, user: "root", environment: PipSettings);
                (setup, directory) = (package.AgentSetup, null);
                break;
            case { Git: { } git }:
                await new GitClone(git.Repository, directory!, git.Ref ?? agent.Version, token).RunAsync(step, steps, cancellationToken);
                setup = git.AgentSetup;
                break;
            case { StorageObject: { } stored }:
                setup = stored.AgentSetup;
                break;
            default:
                return;
        }

        for (var i = 0; i < (setup?.Count ?? 0); i++)
        {
            await steps.RunAsync(
                $"{step}-{i:D3}", $"The setup command '{setup![i]}' of the agent '{agent.Name}'", setup[i], cancellationToken, workingDirectory: directory);
        }
    }

    private static string Npm(PackageSource package, string? version)
    {
        var registry = package.RegistryUrl is { } url ? $" --registry {ShellText.Quote(url)}" : "";
        return $"npm install --global --no-fund --no-audit{registry} {ShellText.Quote(version is null ? package.PackageName : $"{package.PackageName}@{version}")}";
    }

    private static string Pip(PackageSource package, string? version)
    {
        var registry = package.RegistryUrl is { } url ? $" --index-url {ShellText.Quote(url)}" : "";
        return $"python3 -m pip install --quiet{registry} {ShellText.Quote(version is null ? package.PackageName : $"{package.PackageName}=={version}")}";
    }
}
