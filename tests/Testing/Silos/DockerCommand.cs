using System.Diagnostics;

namespace BenchCluster.Tests.Silos;

/// <summary>The engine, asked past the code under test.</summary>
public static class DockerCommand
{
    /// <summary>Runs a command and returns what it prints.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("docker could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)} failed: {error}");
    }

    /// <summary>Runs a command and returns the lines that it prints.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Removes all containers and images with a label.</summary>
    public static async Task RemoveAllAsync(string label)
    {
        // One that is being removed already is waited for.
        await Eventually.Get(
            async () =>
            {
                var containers = await LinesAsync("ps", "-aq", "--filter", $"label={label}");
                if (containers.Count > 0)
                    await TryAsync(["rm", "-f", "-v", .. containers]);
                return containers.Count;
            },
            left => left == 0,
            TimeSpan.FromMinutes(1));
        var images = (await LinesAsync("images", "-q", "--filter", $"label={label}")).Distinct().ToArray();
        if (images.Length > 0)
            await RunAsync(["rmi", "-f", .. images]);
    }

    /// <summary>Runs a command that may fail.</summary>
    public static async Task TryAsync(params string[] arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // Who comes again sees what is left.
        }
    }
}
