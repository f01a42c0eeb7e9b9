using System.Text.Json;
using BenchCluster.Mounts;
using BenchCluster.Secrets;

namespace BenchCluster.Devboxes;

/// <summary>
/// Takes what is confidential out of a request before it is kept, and gives it back where it is used. A devbox keeps the
/// values that it started with, also when the secret is changed or deleted.
/// </summary>
internal sealed class ConfidentialValues(SecretLookup secrets, ISecretVault vault)
{
    /// <summary>The request without tokens, and what was taken out and looked up, encrypted; null when that is nothing.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: a secret does not exist; the message names the variable.</exception>
    public async Task<(DevboxCreateRequest Request, byte[]? Encrypted)> TakeAsync(string devboxId, DevboxCreateRequest request)
    {
        var environment = new Dictionary<string, string>();
        foreach (var (variable, name) in request.Secrets ?? new Dictionary<string, string>())
            environment[variable] = await RevealAsync(variable, name);
        var tokens = new Dictionary<string, string>();
        request = request with
        {
            Mounts = request.Mounts is { } mounts ? [.. mounts.Select((mount, i) => Strip(mount, $"mounts/{i}", tokens))] : null,
            CodeMounts = request.CodeMounts is { } code ? [.. code.Select((mount, i) => Strip(mount, $"code_mounts/{i}", tokens))] : null,
        };
        if (environment.Count == 0 && tokens.Count == 0)
            return (request, null);
        var confidential = new DevboxConfidential { Environment = environment, Tokens = tokens };
        return (request, Protect(devboxId, confidential));
    }

    /// <summary>What is to be kept, encrypted.</summary>
    public byte[] Protect(string devboxId, DevboxConfidential confidential) =>
        vault.Protect(devboxId, JsonSerializer.Serialize(confidential, WireJson.Options));

    /// <summary>What was taken out.</summary>
    public DevboxConfidential Give(string devboxId, byte[]? encrypted) => encrypted is null
        ? DevboxConfidential.Nothing
        : JsonSerializer.Deserialize<DevboxConfidential>(vault.Reveal(devboxId, encrypted), WireJson.Options)!;

    private async Task<string> RevealAsync(string variable, string name)
    {
        try
        {
            return await secrets.RevealAsync(name, CancellationToken.None);
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw new BenchException(BenchError.NotFound, $"secrets.{variable}: there is no secret '{name}'.");
        }
    }

    private static Mount Strip(Mount mount, string place, Dictionary<string, string> tokens)
    {
        switch (mount)
        {
            case CodeMount { Token: { } token } code:
                tokens[place] = token;
                return code with { Token = null };
            case AgentMount { AuthToken: { } token } agent:
                tokens[place] = token;
                return agent with { AuthToken = null };
            default:
                return mount;
        }
    }

    private static CodeMountParameters Strip(CodeMountParameters mount, string place, Dictionary<string, string> tokens)
    {
        if (mount.Token is not { } token)
            return mount;
        tokens[place] = token;
        return mount with { Token = null };
    }
}
