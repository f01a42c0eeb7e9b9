using System.Diagnostics;
using System.Globalization;

namespace BenchCluster.Tests.Chaos;

/// <summary>
/// A network of a test's own: each silo in a network namespace, joined by a bridge on which the test and PostgreSQL have an
/// address. Silos can be cut apart. Needs root. At the end nothing of it is left.
/// </summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private readonly string _name = $"bc{Random.Shared.Next(0x1000000):x6}";
    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"10.{Random.Shared.Next(200, 250)}.{Random.Shared.Next(256)}");
    private int _silos;

    private SiloNetwork()
    {
    }

    /// <summary>The address of the test, and of what serves all silos.</summary>
    public string Address => $"{_prefix}.1";

    /// <summary>Makes one for a number of silos.</summary>
    public static async Task<SiloNetwork> StartAsync(int silos)
    {
        var network = new SiloNetwork();
        try
        {
            await network.MakeAsync(silos);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a silo; the first is 0.</summary>
    public string AddressOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{10 + silo}");

    /// <summary>What a silo's program is started through. Its mounts stay the machine's.</summary>
    public IReadOnlyList<string> Through(int silo) => ["nsenter", $"--net=/run/netns/{NamespaceOf(silo)}"];

    /// <summary>Lets nothing through any more between a silo and others; all else reaches it.</summary>
    public async Task CutAsync(int silo, IEnumerable<int> others)
    {
        foreach (var address in others.Select(AddressOf))
        {
            await InsideAsync(silo, "iptables", "-w", "-A", "INPUT", "-s", address, "-j", "DROP");
            await InsideAsync(silo, "iptables", "-w", "-A", "OUTPUT", "-d", address, "-j", "DROP");
        }
    }

    /// <summary>Lets everything through to a silo again.</summary>
    public Task HealAsync(int silo) => InsideAsync(silo, "iptables", "-w", "-F");

    public async ValueTask DisposeAsync()
    {
        // Best effort, so that one part that is not there does not leave the others.
        for (var i = 0; i < _silos; i++)
            await TryAsync("ip", "netns", "del", NamespaceOf(i));
        await TryAsync("iptables", ["-w", "-D", .. Bridged]);
        await TryAsync("ip", "link", "del", _name);
    }

    private string[] Bridged => ["FORWARD", "-i", _name, "-o", _name, "-j", "ACCEPT"];

    private string NamespaceOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{silo}");

    private async Task MakeAsync(int silos)
    {
        await RunAsync("ip", "link", "add", _name, "type", "bridge");
        await RunAsync("ip", "address", "add", $"{Address}/24", "dev", _name);
        await RunAsync("ip", "link", "set", _name, "up");
        // An engine on the machine has what is bridged filtered, too, and lets only its own through.
        await RunAsync("iptables", ["-w", "-I", .. Bridged]);
        for (var i = 0; i < silos; i++)
        {
            var space = NamespaceOf(i);
            await RunAsync("ip", "netns", "add", space);
            _silos++;
            await RunAsync("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
            await RunAsync("ip", "link", "set", space, "master", _name, "up");
            await InsideAsync(i, "ip", "link", "set", "lo", "up");
            await InsideAsync(i, "ip", "address", "add", $"{AddressOf(i)}/24", "dev", "eth0");
            await InsideAsync(i, "ip", "link", "set", "eth0", "up");
        }
    }

    private Task InsideAsync(int silo, params string[] command) => RunAsync("ip", ["netns", "exec", NamespaceOf(silo), .. command]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    private static async Task TryAsync(string program, params string[] arguments)
    {
        try
        {
            await RunAsync(program, arguments);
        }
        catch (InvalidOperationException)
        {
            // Not there.
        }
    }
}
