using BenchCluster.AgentRecipes;
using BenchCluster.Devboxes;
using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>What an agent of ours comes down to.</summary>
/// <param name="Command">The command, for the shell.</param>
/// <param name="Environment">Its own variables.</param>
internal sealed record AgentWork(string Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>What a command finds on its standard input.</summary>
    private const string StatementFile = "/.bench/problem.md";

    private const string SolutionDirectory = "/solution";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Puts there what the agent works with; null for an oracle without a reference.</summary>
    public static async Task<AgentWork?> PrepareAsync(ScenarioRunRecord run, IDevboxWork devbox)
    {
        var scenario = run.Scenario!;
        if (scenario.ScoringContract.ScoringFunctionParameters.Any(function => function.Scorer is HarborScorer))
        {
            // Harbor's agents find these directories.
            await devbox.ResetDirectory("/logs/agent", "root", []);
            await devbox.ResetDirectory("/logs/artifacts", "root", []);
        }

        if (run.Spec!.Agent! is { Type: AgentKind.Patch, PatchObjectId: { } patch })
        {
            return new AgentWork(await PatchCommand.FetchAsync(devbox, patch), new Dictionary<string, string>());
        }

        if (run.Spec!.Agent! is { Type: AgentKind.Command or AgentKind.Installed } agent)
        {
            var statement = run.CurrentStep?.ProblemStatement ?? scenario.InputContext.ProblemStatement;
            var environment = new Dictionary<string, string> { ["BENCH_SCENARIO"] = scenario.Name };
            // The kernel bounds one variable at 128 KiB; standard input always has all of it.
            if (System.Text.Encoding.UTF8.GetByteCount(statement) <= ScorerContext.LargestVariable)
                environment["BENCH_PROBLEM_STATEMENT"] = statement;
            // From a file and not through a pipe: one call starts the agent with all of it, or nothing has happened.
            await devbox.WriteFiles([new DevboxFile(StatementFile, statement, Readable)]);
            if (scenario.Agent?.McpServers is { Count: > 0 } servers)
            {
                await devbox.WriteFiles([new DevboxFile(McpConfiguration.Path, McpConfiguration.Of(servers), Readable)]);
                environment[McpConfiguration.Variable] = McpConfiguration.Path;
            }

            if (agent.Type is AgentKind.Command)
                return new AgentWork($"exec <{StatementFile}\n{agent.Command}", environment);
            var recipe = AgentRecipeBook.Of(agent.Name);
            var launch = $"export PATH={AgentRecipe.Prefix}/bin:$PATH\nexec <{StatementFile}\n{recipe.Launch(agent)}";
            return new AgentWork(launch, new Dictionary<string, string>([.. environment, .. recipe.Environment(agent)]));
        }

        if ((run.CurrentStep is { } step ? step.ReferenceSolution : scenario.ReferenceSolution) is { } solution)
        {
            await devbox.Unpack(solution.ObjectId, SolutionDirectory);
            var environment = new Dictionary<string, string>(solution.Env ?? new Dictionary<string, string>())
            {
                ["DEBIAN_FRONTEND"] = "noninteractive",
            };
            return new AgentWork($"chmod +x {SolutionDirectory}/solve.sh 2>/dev/null; exec {SolutionDirectory}/solve.sh", environment);
        }

        if (run.CurrentStep is not null || string.IsNullOrWhiteSpace(scenario.ReferenceOutput))
            return null;
        var reference = scenario.ReferenceOutput;
        if (GitDiff.IsDiff(reference))
            return new AgentWork(await PatchCommand.PutAsync(devbox, SolutionDirectory, "reference.patch", reference), new Dictionary<string, string>());
        const string script = $"{SolutionDirectory}/reference.sh";
        await devbox.WriteFiles([new DevboxFile(script, reference, Readable)]);
        return new AgentWork($"if command -v bash >/dev/null; then exec bash {script}; else exec sh {script}; fi", new Dictionary<string, string>());
    }
}
