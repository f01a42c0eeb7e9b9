using System.Collections;
using BenchCluster.Agent.Accounts;

namespace BenchCluster.Agent.Executions;

/// <summary>The environment of a command: the container's, the account's, and what was asked for.</summary>
internal sealed class CommandEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly Dictionary<string, string> _container = Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>Its variables as <c>NAME=value</c>.</summary>
    public List<string> For(Account account, IReadOnlyDictionary<string, string>? asked)
    {
        var variables = new Dictionary<string, string>(_container, StringComparer.Ordinal)
        {
            ["HOME"] = account.Home,
            ["USER"] = account.Name,
            ["LOGNAME"] = account.Name,
            ["SHELL"] = account.Shell,
        };
        variables.TryAdd("PATH", DefaultPath);
        foreach (var (name, value) in asked ?? new Dictionary<string, string>())
            variables[name] = value;
        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }
}

