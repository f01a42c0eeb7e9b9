using System.Text;

namespace BenchCluster.Devboxes;

/// <summary>Clones a repository in a devbox. A token goes by the environment of that one command and is left nowhere.</summary>
internal sealed record GitClone(string Url, string Directory, string? Ref, string? Token)
{
    /// <summary>Clones it, below the user's home unless the directory is absolute; what is there already is left.</summary>
    /// <exception cref="LaunchStepException">It could not be cloned.</exception>
    public Task RunAsync(string place, LaunchSteps steps, CancellationToken cancellationToken)
    {
        var (directory, url) = (ShellText.Quote(Directory), ShellText.Quote(Url));
        // Into a directory beside it first: a clone that was broken off must not look like one that is whole. A commit,
        // which cannot be cloned by name, is checked out.
        var checkout = Ref is null ? "" : $" && git -C {directory}.part checkout --quiet {ShellText.Quote(Ref)}";
        var command = $"[ -e {directory}/.git ] || {{ rm -rf {directory}.part && git clone --quiet {url} {directory}.part{checkout} && mv {directory}.part {directory}; }}";
        return steps.RunAsync(place.Replace('/', '-'), $"{place}: cloning {Url}", command, cancellationToken, environment: Environment());
    }

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string> { ["GIT_TERMINAL_PROMPT"] = "0" };
        if (Token is not null)
        {
            environment["GIT_CONFIG_COUNT"] = "1";
            environment["GIT_CONFIG_KEY_0"] = "http.extraHeader";
            environment["GIT_CONFIG_VALUE_0"] = $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{Token}"))}";
        }

        return environment;
    }
}
