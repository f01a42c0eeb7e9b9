using System.Net;
using BenchCluster.Client;

namespace BenchCluster.Tests.Chaos;

/// <summary>Asks again what the cluster could not answer; what it refuses is thrown.</summary>
internal static class Persistence
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>The answer.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        var begun = DateTime.UtcNow;
        while (true)
        {
            try
            {
                return await question();
            }
            catch (BenchApiException e) when (MayPass(e) && DateTime.UtcNow - begun < Patience)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Whether asking again may help.</summary>
    public static bool MayPass(BenchApiException e) =>
        e.Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
