using System.Text.RegularExpressions;
using BenchCluster.Engine;

namespace BenchCluster.Docker.Registry;

/// <summary>The OCI registry that keeps the cluster's own images.</summary>
/// <param name="Address">Its host, with a port and a path where it has them, as in a reference: <c>registry.example:5000/bench</c>.</param>
/// <param name="Credentials">Who the cluster is there; null where the registry asks nobody.</param>
internal sealed partial record RegistryOptions(string Address, RegistryCredentials? Credentials)
{
    /// <summary>What the registry calls an image of this node.</summary>
    public string ReferenceOf(string image) => $"{Address}/{image}";

    /// <summary>Where its API is. As engines do it, a registry on loopback is spoken to without TLS.</summary>
    public Uri Url
    {
        get
        {
            var host = Address.Split('/')[0];
            var isLoopback = new Uri($"http://{host}").IsLoopback;
            return new Uri($"{(isLoopback ? "http" : "https")}://{host}");
        }
    }

    /// <summary>Whether a text can be the address of one.</summary>
    public static bool IsAddress(string text) => AddressRule().IsMatch(text) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out _);

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*\z")]
    private static partial Regex AddressRule();
}
