using BenchCluster.Devboxes;
using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Applies a git diff in the working directory, trying what SWE-bench's harness tries in its order: git's apply, with a
/// three-way merge, leaving out what does not fit, and patch with some fuzz. What a try leaves is taken back before the next.
/// </summary>
internal static class PatchCommand
{
    private const string Directory = "/.bench/patch";
    private const string Name = "model.patch";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Brings the diff of a storage object into the devbox.</summary>
    /// <returns>The command that applies it.</returns>
    /// <exception cref="BenchException"><see cref="BenchError.BadRequest"/>: the object holds no diff, or one that is too large.</exception>
    public static async Task<string> FetchAsync(IDevboxWork devbox, string objectId)
    {
        await devbox.Unpack(objectId, Directory);
        string? diff;
        try
        {
            diff = await devbox.ReadSmallFile($"{Directory}/{Name}");
        }
        catch (BenchException e) when (e.Code is BenchError.BadRequest)
        {
            throw new BenchException(BenchError.BadRequest, $"The patch in '{objectId}' cannot be read: {e.Message}");
        }

        return diff is null
            ? throw new BenchException(BenchError.BadRequest, $"The object '{objectId}' holds no '{Name}'.")
            : await PutAsync(devbox, Directory, Name, diff);
    }

    /// <summary>Writes a diff into a directory of the devbox.</summary>
    /// <returns>The command that applies it; it ends with 0 when it is applied, and with the files as they were when not.</returns>
    public static async Task<string> PutAsync(IDevboxWork devbox, string directory, string name, string diff)
    {
        // Some diffs have lost the end of their last line, without which git finds them corrupt.
        await devbox.WriteFiles(
        [
            new DevboxFile($"{directory}/{name}", diff.EndsWith('\n') ? diff : diff + "\n", Readable),
            new DevboxFile($"{directory}/paths", string.Concat(GitDiff.PathsOf(diff).Where(GitDiff.IsInside).Select(path => path + "\n")), Readable),
        ]);
        return Of($"{directory}/{name}", directory);
    }

    private static string Of(string diff, string directory) => $$"""
        export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
        kept=$(mktemp -d) || exit 1
        each() { while IFS= read -r path; do "$1"; done <{{directory}}/paths; }
        keep() { [ ! -e "$path" ] && [ ! -L "$path" ] || { mkdir -p "$kept/$(dirname "$path")" && cp -pP -- "$path" "$kept/$path"; }; }
        take_back() {
          rm -rf -- "./$path" "./$path.rej" "./$path.orig"
          [ ! -e "$kept/$path" ] && [ ! -L "$kept/$path" ] || { mkdir -p "$(dirname "$path")" && cp -pP -- "$kept/$path" "./$path"; }
          git reset -q -- "./$path" 2>/dev/null
        }
        each keep
        for try in 'git apply --verbose --whitespace=nowarn' 'git apply --verbose --whitespace=nowarn --3way' \
            'git apply --verbose --whitespace=nowarn --reject' 'patch --batch --forward --fuzz=5 -p1 -i'; do
          if $try {{diff}}; then
            echo "applied by: $try"
            rm -rf "$kept"
            exit 0
          fi
          each take_back >/dev/null
        done
        rm -rf "$kept"
        exit 1
        """;
}
