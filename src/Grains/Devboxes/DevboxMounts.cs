using System.IO.Compression;
using System.Text;
using BenchCluster.Mounts;
using BenchCluster.Objects;

namespace BenchCluster.Devboxes;

/// <summary>Puts files, objects, repositories and agents into a devbox at its first start.</summary>
internal sealed class DevboxMounts(IDevboxHost host, IObjectStore objects, IGrainFactory grains, AgentInstallation agents, DevboxOptions options)
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Does all of it, in the order asked for; each part may be done twice.</summary>
    /// <exception cref="LaunchStepException">A repository or an agent could not be had.</exception>
    public async Task PutAsync(DevboxState state, DevboxConfidential secrets, LaunchSteps steps, CancellationToken cancellationToken)
    {
        var request = state.Spec!.Request;
        foreach (var (path, content) in request.FileMounts ?? new Dictionary<string, string>())
            await WriteAsync(state, path, content, cancellationToken);
        for (var i = 0; i < (request.CodeMounts?.Count ?? 0); i++)
            await CloneAsync(request.CodeMounts![i], $"code_mounts/{i}", secrets, steps, cancellationToken);
        for (var i = 0; i < (request.Mounts?.Count ?? 0); i++)
            await PutAsync(request.Mounts![i], $"mounts/{i}", state, secrets, steps, cancellationToken);
    }

    private Task PutAsync(
        Mount mount, string place, DevboxState state, DevboxConfidential secrets, LaunchSteps steps, CancellationToken cancellationToken) => mount switch
    {
        FileMount file => WriteAsync(state, file.Target, file.Content, cancellationToken),
        ObjectMount stored => PutObjectAsync(state, stored.ObjectId, stored.ObjectPath, cancellationToken),
        CodeMount code => CloneAsync(code.Parameters(), place, secrets, steps, cancellationToken),
        AgentMount agent => InstallAsync(agent, place, state, secrets, steps, cancellationToken),
        _ => throw new BenchException(BenchError.NotServed, $"{place}: mounts of this type are not served yet."),
    };

    private Task WriteAsync(DevboxState state, string path, string content, CancellationToken cancellationToken) =>
        host.Connect(state.Id).WriteFileAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), FileMode, state.Facts!.User, cancellationToken);

    /// <summary>Writes the file, or unpacks the archive; whether it is one.</summary>
    private async Task<bool> PutObjectAsync(DevboxState state, string objectId, string path, CancellationToken cancellationToken)
    {
        var view = await grains.GetGrain<IStorageObjectGrain>(objectId).Get();
        await using var content = await objects.OpenReadAsync(objectId, cancellationToken);
        var agent = host.Connect(state.Id);
        switch (view.ContentType)
        {
            case ObjectContentType.Tar or ObjectContentType.Tgz:
                await agent.UnpackAsync(path, content, state.Facts!.User, cancellationToken);
                return true;
            case ObjectContentType.Gzip:
                await using (var plain = new GZipStream(content, CompressionMode.Decompress))
                    await agent.WriteFileAsync(path, plain, FileMode, state.Facts!.User, cancellationToken);
                return false;
            default:
                await agent.WriteFileAsync(path, content, FileMode, state.Facts!.User, cancellationToken);
                return false;
        }
    }

    private async Task CloneAsync(
        CodeMountParameters code, string place, DevboxConfidential secrets, LaunchSteps steps, CancellationToken cancellationToken)
    {
        var clone = new GitClone(
            $"{options.GitHost}/{code.RepoOwner}/{code.RepoName}.git", code.RepoName, code.GitRef, secrets.Tokens.GetValueOrDefault(place));
        await clone.RunAsync(place, steps, cancellationToken);
        if (code.InstallCommand is { } command)
        {
            await steps.RunAsync(
                $"{Step(place)}-install", $"{place}.install_command '{command}'", $"cd {ShellText.Quote(code.RepoName)} && {{ {command}\n}}", cancellationToken);
        }
    }

    private async Task InstallAsync(
        AgentMount mount, string place, DevboxState state, DevboxConfidential secrets, LaunchSteps steps, CancellationToken cancellationToken)
    {
        var agent = await agents.FindAsync(mount, cancellationToken);
        var directory = mount.AgentPath;
        if (agent.Source?.StorageObject is { } stored && !await PutObjectAsync(state, stored.ObjectId, directory!, cancellationToken))
            directory = Path.GetDirectoryName(directory);
        await AgentInstallation.InstallAsync(agent, directory, Step(place), secrets.Tokens.GetValueOrDefault(place), steps, cancellationToken);
    }

    private static string Step(string place) => place.Replace('/', '-');
}
