namespace BenchCluster.Client.SweBench;

/// <summary>A dataset's file, read and planned.</summary>
internal static class SweBenchDataset
{
    /// <summary>All rows; a bad one does not hinder the others.</summary>
    /// <param name="only">Ids to take; empty for all.</param>
    /// <exception cref="InvalidDataException">The file cannot be read, or an id that is asked for is not in it.</exception>
    public static async Task<IReadOnlyList<SweBenchTask>> ReadAsync(
        string path, IReadOnlyList<EnvironmentSpec> specs, IReadOnlyCollection<string> only, CancellationToken cancellationToken)
    {
        var rows = await DatasetRows.ReadAsync(path, cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tasks = new List<SweBenchTask>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (instance, problem) = InstanceReader.Read(rows[i], i + 1);
            var name = instance?.Id ?? problem!.Instance;
            if (only.Count > 0 && !only.Contains(name))
                continue;
            if (!seen.Add(name))
                (instance, problem) = (null, new InstanceProblem(name, "instance_id", "is there more than once"));
            InstancePlan? plan = null;
            if (instance is not null)
                (plan, problem) = InstancePlan.Of(instance, specs);
            tasks.Add(new SweBenchTask(name, plan is null ? null : instance, plan, problem));
        }

        var missing = only.Except(seen).ToList();
        return missing.Count == 0 ? tasks : throw new InvalidDataException($"{path}: has no instance {string.Join(", ", missing)}.");
    }
}
