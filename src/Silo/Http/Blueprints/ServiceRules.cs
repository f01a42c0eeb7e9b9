using System.Globalization;
using BenchCluster.Blueprints;

namespace BenchCluster.Http.Blueprints;

/// <summary>The rules of a service's options and ports.</summary>
internal static class ServiceRules
{
    /// <summary>Fails with the first rule that is broken.</summary>
    public static void Check(string field, ContainerizedService service)
    {
        try
        {
            _ = ServiceOptions.Parse(service.Options);
        }
        catch (FormatException e)
        {
            throw BenchException.Invalid($"{field}.options", e.Message);
        }

        for (var i = 0; i < (service.PortMappings?.Count ?? 0); i++)
        {
            var ports = (service.PortMappings![i] ?? "").Split(':');
            FieldRules.Require(
                ports.Length == 2 && ports.All(port => int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535),
                $"{field}.port_mappings[{i}]", "must be <host_port>:<container_port>, both from 1 to 65535.");
            if (ports[0] != ports[1])
                throw new BenchException(BenchError.NotServed, $"{field}.port_mappings[{i}]: a service shares the devbox's network, so both ports must be the same.");
        }
    }
}
