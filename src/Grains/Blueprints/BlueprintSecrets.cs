using System.Text.Json;
using BenchCluster.Engine;
using BenchCluster.Secrets;

namespace BenchCluster.Blueprints;

/// <summary>What of a blueprint is confidential: taken out before it is kept, and looked up when it is built.</summary>
internal sealed class BlueprintSecrets(SecretLookup secrets, ISecretVault vault, IGrainFactory grains)
{
    private const string TokenPlace = "code_mounts/";
    private const string PasswordPlace = "services/";

    /// <summary>The request without tokens and passwords, and those, encrypted; null when there are none.</summary>
    public (BlueprintCreateRequest Request, byte[]? Encrypted) Take(string blueprintId, BlueprintCreateRequest request)
    {
        var taken = new Dictionary<string, string>();
        for (var i = 0; i < (request.CodeMounts?.Count ?? 0); i++)
        {
            if (request.CodeMounts![i].Token is { } token)
                taken[$"{TokenPlace}{i}"] = token;
        }

        for (var i = 0; i < (request.Services?.Count ?? 0); i++)
        {
            if (request.Services![i].Credentials is { } credentials)
                taken[$"{PasswordPlace}{i}"] = credentials.Password;
        }

        if (taken.Count == 0)
            return (request, null);
        return (
            request with
            {
                CodeMounts = request.CodeMounts is { } mounts ? [.. mounts.Select(mount => mount with { Token = null })] : null,
                Services = request.Services is { } services ? [.. services.Select(Strip)] : null,
            },
            vault.Protect(blueprintId, JsonSerializer.Serialize(taken, WireJson.Options)));
    }

    /// <summary>The id and the last change of each secret: another value is another image.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: a secret does not exist; the message names the variable.</exception>
    public async Task<IReadOnlyDictionary<string, string>> VersionsAsync(BlueprintCreateRequest request)
    {
        var versions = new Dictionary<string, string>();
        foreach (var (variable, name) in request.Secrets ?? new Dictionary<string, string>())
        {
            var view = await NamedAsync(variable, name, async () => await grains.GetGrain<ISecretGrain>(await secrets.FindAsync(name, CancellationToken.None)).Get());
            versions[variable] = $"{view.Id} {view.UpdateTimeMs}";
        }

        return versions;
    }

    /// <summary>The values of a build's secret mounts, by their ids.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: a secret does not exist any more.</exception>
    public async Task<IReadOnlyDictionary<string, string>> MountsAsync(BlueprintState state, CancellationToken cancellationToken)
    {
        var mounts = new Dictionary<string, string>();
        foreach (var (variable, name) in state.Request!.Secrets ?? new Dictionary<string, string>())
            mounts[variable] = await NamedAsync(variable, name, () => secrets.RevealAsync(name, cancellationToken));
        foreach (var (place, value) in Give(state))
        {
            if (place.StartsWith(TokenPlace, StringComparison.Ordinal))
                mounts[BlueprintRecipe.TokenId(int.Parse(place[TokenPlace.Length..], System.Globalization.CultureInfo.InvariantCulture))] = value;
        }

        return mounts;
    }

    /// <summary>Who asks for the image of a service; null for a stranger.</summary>
    public RegistryCredentials? CredentialsOf(BlueprintState state, int service) =>
        state.Request!.Services![service].Credentials is { } credentials && Give(state).TryGetValue($"{PasswordPlace}{service}", out var password)
            ? new RegistryCredentials(credentials.Username, password)
            : null;

    private Dictionary<string, string> Give(BlueprintState state) => state.Confidential is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(vault.Reveal(state.Id, state.Confidential), WireJson.Options)!;

    private static ContainerizedService Strip(ContainerizedService service) =>
        service.Credentials is { } credentials ? service with { Credentials = credentials with { Password = "" } } : service;

    private static async Task<T> NamedAsync<T>(string variable, string name, Func<Task<T>> find)
    {
        try
        {
            return await find();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            throw new BenchException(BenchError.NotFound, $"secrets.{variable}: there is no secret '{name}'.");
        }
    }
}
