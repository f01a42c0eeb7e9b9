using System.Text.Json;
using BenchCluster.Secrets;

namespace BenchCluster.ScenarioRuns;

/// <summary>Variables of agents' processes: the caller's, and those whose values are secrets'.</summary>
internal sealed class AgentEnvironment(SecretLookup secrets)
{
    /// <summary>The variables of an agent.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: a secret is gone; the message names the variable.</exception>
    public async Task<AgentVariables> OfAsync(AgentSpec agent, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, string>();
        if (agent.ModelName is { } model)
            open["BENCH_MODEL"] = model;
        if (agent.Kwargs is { } kwargs)
            open["BENCH_AGENT_KWARGS"] = JsonSerializer.Serialize(kwargs);
        foreach (var (name, value) in agent.EnvironmentVariables ?? new Dictionary<string, string>())
            open[name] = value;
        var confidential = new Dictionary<string, string>();
        foreach (var (variable, secret) in agent.Secrets ?? new Dictionary<string, string>())
        {
            try
            {
                confidential[variable] = await secrets.RevealAsync(secret, cancellationToken);
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                throw new BenchException(BenchError.NotFound, $"agent.secrets.{variable}: there is no secret '{secret}'.");
            }
        }

        return new AgentVariables(open, confidential);
    }
}
