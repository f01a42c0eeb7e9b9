using BenchCluster.Data;
using BenchCluster.Front;
using BenchCluster.Hosting;
using BenchCluster.Http;
using BenchCluster.Ssh;
using BenchCluster.Tunnels;

if (args is ["front", .. var rest])
{
    try
    {
        await FrontProgram.RunAsync(rest);
        return 0;
    }
    catch (Exception e) when (e is InvalidOperationException or IOException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.LogPlainly();
try
{
    var options = BenchOptions.Read(builder.Configuration);
    using var data = DataDirectory.Open(options.Data);
    Directory.CreateDirectory(options.Keys!);
    var keys = new ClusterKeys(options.Keys!);
    builder.Listen(options.Url);
    builder.Services.AddSingleton<TimeProvider>(provider => ActivatorUtilities.CreateInstance<SteadyClock>(provider));
    builder.AddSilo(options, data, keys);
    builder.Services.AddNode(options, data, keys);
    builder.Services.AddHttpApi(keys.ApiKey, keys.SigningKey);
    builder.Services.AddTunnels(keys.SigningKey);
    builder.Services.AddSsh(data.Ssh, options.Agent);

    await using var app = builder.Build();
    app.UseTunnels();
    app.MapHttpApi();
    // One of several silos has the key, and not the one that was asked.
    app.MapSsh(options.IsClustered ? new Uri(options.PeerUrl!).Authority : null);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidOperationException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
