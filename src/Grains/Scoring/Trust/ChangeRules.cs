using System.Text.RegularExpressions;

namespace BenchCluster.Scoring.Trust;

/// <summary>What it means for a score that a file was changed. Pure.</summary>
internal static partial class ChangeRules
{
    private static readonly string[] ProgramDirectories =
        ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/venv/bin", "/venv/bin", "/root/.local/bin", "/opt/conda/bin"];

    private static readonly string[] TestConfigurations =
    [
        "conftest.py", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", ".coveragerc", "noxfile.py", ".mocharc.json", ".mocharc.js", ".mocharc.yml",
        "jest.config.js", "jest.config.ts", "jest.config.json", "vitest.config.ts", "vitest.config.js", ".rspec", "phpunit.xml",
    ];

    private static readonly string[] ShellStartup =
    [
        ".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshenv", ".zshrc", ".kshrc", ".pythonrc", ".pythonstartup", ".gdbinit", ".curlrc", ".wgetrc", ".inputrc",
    ];

    /// <summary>What a change means, or null when nothing.</summary>
    /// <param name="kind">The kind of file: <c>d</c> directory, <c>l</c> link, <c>f</c> file, <c>o</c> other.</param>
    /// <param name="path">The absolute path.</param>
    public static (ScoreFlagKind Kind, bool IsSuspicious)? Of(char kind, string path)
    {
        if (kind is 'd' || path.Contains("/__pycache__/", StringComparison.Ordinal))
            return null;
        var (directory, name) = Split(path);
        if (Loader().IsMatch(path))
            return (ScoreFlagKind.LoaderChanged, true);
        if (ProgramDirectories.Contains(directory))
            return (ScoreFlagKind.ProgramChanged, KnownProgram().IsMatch(name));
        if (name is "sitecustomize.py" or "usercustomize.py" || (path.StartsWith("/etc/profile", StringComparison.Ordinal) || path is "/etc/bash.bashrc" or "/etc/environment" or "/etc/gitconfig"))
            return (ScoreFlagKind.StartupFileChanged, true);
        if (TestFramework().IsMatch(path) || StandardLibrary().IsMatch(path))
            return (ScoreFlagKind.LibraryChanged, true);
        if (Schedules().IsMatch(path))
            return (ScoreFlagKind.ScheduledProgram, true);
        if (RepositoryConfiguration().IsMatch(path))
            return (ScoreFlagKind.RepositoryConfigurationChanged, false);
        if (name is ".gitconfig" || name.EndsWith(".pth", StringComparison.Ordinal) || ShellStartup.Contains(name) || path.EndsWith("/.config/git/config", StringComparison.Ordinal))
            return (ScoreFlagKind.StartupFileChanged, false);
        if (directory.EndsWith("/bin", StringComparison.Ordinal) && KnownProgram().IsMatch(name))
            return (ScoreFlagKind.ProgramChanged, false);
        return TestConfigurations.Contains(name) ? (ScoreFlagKind.TestConfigurationChanged, false) : null;
    }

    private static (string Directory, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return (path[..Math.Max(slash, 0)], path[(slash + 1)..]);
    }

    /// <summary>By these a preloaded library or another C library comes into every program.</summary>
    [GeneratedRegex(@"^/etc/ld\.so\.(preload|conf)$|^/etc/ld\.so\.conf\.d/|/ld-(linux|musl)[^/]*\.so[^/]*$|^(/usr)?/lib(64)?/([^/]+/)?(libc|libpthread|libdl|libm)(-[0-9.]+)?\.so(\.[0-9]+)?$")]
    private static partial Regex Loader();

    /// <summary>Programs that verifiers are made of.</summary>
    [GeneratedRegex(@"^(python[0-9.]*|pypy[0-9.]*|pytest|py\.test|pip[0-9.]*|uv|uvx|tox|nox|coverage|bash|sh|dash|ash|zsh|busybox|env|node|npm|npx|yarn|pnpm|jest|ruby|rspec|perl|php|java|javac|mvn|gradle|go|cargo|rustc|gcc|g\+\+|cc|c\+\+|clang|ld|as|ar|make|cmake|ctest|git|diff|cmp|test|\[|true|false|echo|printf|cat|head|tail|grep|egrep|fgrep|sed|awk|gawk|mawk|sort|uniq|cut|tr|wc|find|xargs|ls|cp|mv|rm|mkdir|chmod|chown|tee|timeout|sleep|kill|su|sudo|setpriv|runuser|tar|gzip|sqlite3|jq|curl|wget|nc|ssh|nginx|valgrind|gdb|strace|md5sum|sha256sum|stat|date|id)(-[0-9.]+)?$")]
    private static partial Regex KnownProgram();

    [GeneratedRegex(@"/(site|dist)-packages/(_?pytest|pluggy|py|unittest|nose|coverage|pytest_[^/]+)(/|\.py$)|/node_modules/(jest|mocha|vitest|ava|tap)[^/]*/")]
    private static partial Regex TestFramework();

    /// <summary>Python's own modules; what is installed beside them is not.</summary>
    [GeneratedRegex(@"^/usr(/local)?/lib/python[0-9.]+/(?!(site|dist)-packages/|__pycache__/)")]
    private static partial Regex StandardLibrary();

    [GeneratedRegex(@"^/etc/(cron[^/]*|anacrontab|init\.d|rc[^/]*|systemd)(/|$)|^/var/spool/(cron|at|anacron)/")]
    private static partial Regex Schedules();

    [GeneratedRegex(@"/\.git/(config|config\.worktree|info/attributes|hooks/(?![^/]*\.sample$)[^/]+)$")]
    private static partial Regex RepositoryConfiguration();
}
