using System.Diagnostics;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.SweBench;

/// <summary>The command line as a user starts it.</summary>
internal sealed record BenchProgram(int ExitStatus, string Output, string Error)
{
    public static async Task<BenchProgram> RunAsync(SiloProcess silo, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "bench.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["RUNLOOP_BASE_URL"] = silo.BaseUrl.ToString();
        start.Environment["RUNLOOP_API_KEY"] = silo.ApiKey;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bench could not be started.");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new BenchProgram(process.ExitCode, output, await error);
    }

    /// <summary>Fails, with all that was printed, unless it ended well.</summary>
    public BenchProgram Succeeded()
    {
        Assert.True(ExitStatus == 0, $"exit status {ExitStatus}\n{Output}\n{Error}");
        return this;
    }
}
