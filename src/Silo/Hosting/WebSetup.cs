using BenchCluster.Http;
using BenchCluster.Ssh;
using Microsoft.AspNetCore.Connections;

namespace BenchCluster.Hosting;

/// <summary>How the API is listened to.</summary>
internal static class WebSetup
{
    /// <summary>Sets the address and the limits of requests.</summary>
    public static void Listen(this WebApplicationBuilder builder, string url)
    {
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestReader.LongestBody;
            // Streams are as slow as the commands that they show, and uploads as slow as their senders.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                listen.UseSsh();
                listen.UseCleartextHttp2();
            });
            // The scheme of a request over cleartext HTTP/2 is what the request says.
            kestrel.AllowAlternateSchemes = true;
        });
    }

    /// <summary>One line an entry, with the time; what Orleans and ASP.NET say of their insides is left out.</summary>
    public static void LogPlainly(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);
        // It recommends a garbage collector that takes many times the memory.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
    }
}
