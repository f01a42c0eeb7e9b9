using BenchCluster.Http.BenchmarkJobs;
using BenchCluster.Resources;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.BenchmarkJobs;

public sealed class HarborJobReaderTests
{
    private const string Least = "agents: [{name: oracle}]\ndatasets: [{path: tasks}]\n";

    [Fact]
    public void All_that_has_a_meaning_here_is_read()
    {
        var file = HarborJobReader.Read("""
            job_name: nightly
            jobs_dir: jobs
            n_attempts: 3
            timeout_multiplier: 1.5
            orchestrator:
              type: local
              n_concurrent_trials: 8
              quiet: true
              retry: {max_retries: 2, min_wait_sec: 1.0}
            environment: {type: docker, force_build: false, delete: true}
            agents:
              - name: claude-code
                model_name: anthropic/claude
                override_timeout_sec: 900
                max_timeout_sec: 600
                kwargs: {version: 2.0.1}
                env: {ANTHROPIC_API_KEY: "${ANTHROPIC_API_KEY}"}
              - name: oracle
            datasets:
              - path: ~/data/terminal-bench
                task_names: ["hello-*"]
                exclude_task_names: [hello-world]
                n_tasks: 5
              - {name: swe-lite, version: "1.0"}
            tasks: [{path: other/tasks/single}]
            """);

        Assert.Equal(("nightly", 3, 8, 2, 1.5), (file.Name, file.Trials, file.Concurrency, file.Retries, file.TimeoutFactor));
        Assert.Equal(["claude-code", "oracle"], file.Agents.Select(agent => agent.Name));
        var agent = file.Agents[0];
        Assert.Equal(("anthropic/claude", 600.0), (agent.ModelName, agent.TimeoutSeconds));
        Assert.Equal("2.0.1", agent.Kwargs!["version"]);
        Assert.Equal("${ANTHROPIC_API_KEY}", agent.AgentEnvironment!.EnvironmentVariables!["ANTHROPIC_API_KEY"]);
        Assert.Equal(["terminal-bench"], file.Datasets[0].Names);
        Assert.Equal(["hello-*"], file.Datasets[0].Include);
        Assert.Equal(["hello-world"], file.Datasets[0].Exclude);
        Assert.Equal(5, file.Datasets[0].Most);
        Assert.Equal(["swe-lite@1.0", "swe-lite"], file.Datasets[1].Names);
        Assert.Equal(["single"], file.Tasks);
        Assert.Equal(
            ["environment.force_build", "environment.delete", "jobs_dir", "orchestrator.retry.min_wait_sec"],
            file.Notes.Select(note => note[..note.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void What_newer_files_write_at_the_top_goes_first_and_defaults_are_Harbors()
    {
        var file = HarborJobReader.Read(Least + "n_concurrent_trials: 2\nretry: {max_retries: 1}\norchestrator: {n_concurrent_trials: 9}\n");
        Assert.Equal((2, 1), (file.Concurrency, file.Retries));
        file = HarborJobReader.Read(Least);
        Assert.Equal((1, 4, 0, 1.0), (file.Trials, file.Concurrency, file.Retries, file.TimeoutFactor));
    }

    [Theory]
    [InlineData("timeout_multiplier: 2\n", 2, 2)]
    [InlineData("timeout_multiplier: 2\nagent_timeout_multiplier: 3\n", 3, 2)]
    [InlineData("timeout_multiplier: 2\nverifier_timeout_multiplier: 0.5\n", 2, 0.5)]
    public void A_multiplier_of_a_parts_own_goes_before_the_one_for_all(string yaml, double agent, double verifier)
    {
        var file = HarborJobReader.Read(Least + yaml);

        Assert.Equal((agent, verifier), (file.TimeoutFactor, file.VerifierTimeoutFactor));
    }

    [Fact]
    public void Where_work_is_scored_may_be_said() =>
        Assert.Equal(ScoreIn.Same, HarborJobReader.Read(Least + "verifier: {score_in: same}").ScoreIn);

    [Fact]
    public void An_unknown_field_is_noted_by_its_full_name() =>
        Assert.Equal(["retry.wait: unknown field; it has no effect", "speed: unknown field; it has no effect"],
            HarborJobReader.Read(Least + "retry: {wait: 1}\nspeed: high\n").Notes);

    [Theory]
    [InlineData("[1, 2]", "spec.inline_yaml: must be one YAML document with a mapping.")]
    [InlineData("agents: [", "not valid YAML")]
    [InlineData("datasets: [{path: x}]", "agents: must have at least one agent.")]
    [InlineData("agents: [{name: oracle}]", "datasets: the file names neither")]
    [InlineData("agents: [{model_name: m}]\ndatasets: [{path: x}]", "agents[0].name: is required.")]
    [InlineData(Least + "n_attempts: many", "n_attempts: expected a whole number, found 'many'")]
    [InlineData(Least + "n_attempts: 0", "n_attempts: must be at least 1.")]
    [InlineData(Least + "environment: {type: daytona}", "environment.type: only 'docker' is supported")]
    [InlineData(Least + "environment: {override_cpus: 8}", "environment.override_cpus: is not supported")]
    [InlineData(Least + "verifier: {score_in: there}", "verifier.score_in: must be one of live, same, clean, image, found 'there'.")]
    [InlineData(Least + "verifier: {disable: true}", "verifier.disable: is not supported")]
    [InlineData("agents: [{name: x, import_path: a.b:C}]\ndatasets: [{path: x}]", "agents[0].import_path: agents that are Python classes")]
    [InlineData("agents: [{name: x, mcp_servers: [{name: y}]}]\ndatasets: [{path: x}]", "agents[0].mcp_servers: is not supported")]
    [InlineData("agents: [{name: x}]\ndatasets: [{path: x, name: y}]", "datasets[0].path: either path or name")]
    [InlineData("agents: [{name: x, kwargs: [1]}]\ndatasets: [{path: x}]", "agents[0].kwargs: expected a mapping of texts.")]
    public void What_cannot_be_carried_out_as_it_says_is_refused_by_the_name_of_the_field(string yaml, string expected)
    {
        var e = Assert.Throws<BenchException>(() => HarborJobReader.Read(yaml));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
