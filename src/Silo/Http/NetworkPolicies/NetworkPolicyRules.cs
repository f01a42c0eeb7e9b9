using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BenchCluster.NetworkPolicies;

namespace BenchCluster.Http.NetworkPolicies;

/// <summary>The rules of a network policy.</summary>
internal static partial class NetworkPolicyRules
{
    private const int MostEntries = 1000;
    private const int MostPorts = 100;
    private const int LongestDescription = 4096;

    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(NetworkPolicyRequest request)
    {
        FieldRules.Require((request.Description?.Length ?? 0) <= LongestDescription, "description", $"must not be longer than {LongestDescription} characters.");
        FieldRules.Require((request.AllowedHostnames?.Count ?? 0) <= MostEntries, "allowed_hostnames", $"must not have more than {MostEntries} entries.");
        for (var i = 0; i < (request.AllowedHostnames?.Count ?? 0); i++)
        {
            FieldRules.Require(
                request.AllowedHostnames![i] is { Length: <= 253 } name && Hostname().IsMatch(name),
                $"allowed_hostnames[{i}]", "must be a host name such as github.com, in which '*' may stand for letters: no scheme, port or path.");
        }

        FieldRules.Require((request.AllowedCidrs?.Count ?? 0) <= MostEntries, "allowed_cidrs", $"must not have more than {MostEntries} entries.");
        for (var i = 0; i < (request.AllowedCidrs?.Count ?? 0); i++)
        {
            FieldRules.Require(request.AllowedCidrs![i] is not null, $"allowed_cidrs[{i}]", "must be a block of addresses.");
            Check($"allowed_cidrs[{i}]", request.AllowedCidrs[i]);
        }
    }

    private static void Check(string field, AllowedCidr block)
    {
        FieldRules.Require(
            IPNetwork.TryParse(block.Cidr, out var network) && network.BaseAddress.AddressFamily is AddressFamily.InterNetwork && network.ToString() == block.Cidr,
            $"{field}.cidr", "must be an IPv4 block whose host bits are zero, such as 10.12.0.0/16.");
        FieldRules.Require((block.Ports?.Count ?? 0) <= MostPorts, $"{field}.ports", $"must not have more than {MostPorts} entries.");
        for (var i = 0; i < (block.Ports?.Count ?? 0); i++)
        {
            FieldRules.Require(block.Ports![i] is { Port: >= 1 and <= 65535 }, $"{field}.ports[{i}].port", "must be from 1 to 65535.");
            var (first, last) = (block.Ports[i].Port, block.Ports[i].EndPort);
            FieldRules.Require(last is null || (last >= first && last <= 65535), $"{field}.ports[{i}].end_port", $"must be from {first}, its port, to 65535.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9*_]([A-Za-z0-9*_-]{0,61}[A-Za-z0-9*_])?(\.[A-Za-z0-9*_]([A-Za-z0-9*_-]{0,61}[A-Za-z0-9*_])?)*$")]
    private static partial Regex Hostname();
}
