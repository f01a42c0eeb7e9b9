namespace BenchCluster.Client;

/// <summary>
/// Asks until there is an answer: a server that is away (killed, starting again) is asked again and again, with pauses
/// that grow; what it refuses is thrown at once. For questions only, which may be asked twice.
/// </summary>
internal sealed class Patience(TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private volatile bool _isAway;

    /// <summary>Whether the last question got no answer.</summary>
    public bool IsAway => _isAway;

    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var answer = await question(cancellationToken);
                _isAway = false;
                return answer;
            }
            catch (BenchApiException error) when (error.IsUnavailable)
            {
                _isAway = true;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
