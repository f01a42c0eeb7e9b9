using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BenchCluster.Tests.Postgres;

/// <summary>
/// A PostgreSQL of a test's own, from the system's packages: in a directory and at a port of its own, run by the user
/// <c>postgres</c> (it refuses root). It can be killed and started again; at the end nothing of it is left.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("bench-postgres-").FullName;
    private readonly int _port = FreePort();
    private int _databases;

    private readonly string _address;

    private PostgresServer(string address) => _address = address;

    /// <summary>Starts one.</summary>
    /// <param name="address">The address at which it listens, and lets everybody of 10.0.0.0/8 in.</param>
    public static async Task<PostgresServer> StartAsync(string address = "127.0.0.1")
    {
        var server = new PostgresServer(address);
        try
        {
            await RunAsync("chown", "postgres", server._directory);
            await AsPostgresAsync("initdb", "-D", server.Data, "-U", "bench", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
            await File.AppendAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), "host all all 10.0.0.0/8 trust\n");
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"bench{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create($"{Connection("postgres")};Pooling=false");
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>Starts it again, and waits until it answers.</summary>
    public Task StartAgainAsync() => AsPostgresAsync(
        "pg_ctl", "start", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_directory, "log"),
        // Safe against everything but the machine's end, which no test outlives.
        "-o", $"-p {_port} -k {_directory} -h {_address} -c fsync=off -c max_connections=300");

    /// <summary>Ends it: in good order, or (<c>immediate</c>) as when it is killed.</summary>
    /// <param name="isKill">Whether nothing is finished first.</param>
    public Task StopAsync(bool isKill) => AsPostgresAsync("pg_ctl", "stop", "-D", Data, "-w", "-m", isKill ? "immediate" : "fast");

    /// <summary>Sends a signal to all its processes, as <c>STOP</c>: connections stay open, and nobody answers.</summary>
    public Task SignalAsync(string signal) =>
        RunAsync("/bin/sh", "-c", "pid=$(head -1 \"$1\"); kill -$2 $pid $(pgrep -P $pid)", "sh", Path.Combine(Data, "postmaster.pid"), signal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await StopAsync(isKill: true);
        Directory.Delete(_directory, recursive: true);
    }

    private string Data => Path.Combine(_directory, "data");

    private string Connection(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={_address};Port={_port};Username=bench;Database={database}");

    private static Task AsPostgresAsync(string program, params string[] arguments)
    {
        // Debian keeps each major version beside the others.
        var path = Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", program)).Where(File.Exists).Max()
            ?? throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");
        return Environment.UserName is "root"
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var deadline = new CancellationTokenSource(StartTime);
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", RedirectStandardError = true };
        // What a server prints later is its log's; nothing of it is held open here.
        foreach (var argument in (string[])["-c", "exec \"$@\" </dev/null >/dev/null", "sh", program, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        await process.WaitForExitAsync(deadline.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await process.StandardError.ReadToEndAsync(deadline.Token)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
