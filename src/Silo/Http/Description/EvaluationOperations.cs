using BenchCluster.BenchmarkJobs;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Benchmarks;
using BenchCluster.Http.Scoring;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Http.Description;

/// <summary>Scenarios, scorers, benchmarks and their runs.</summary>
internal static class EvaluationOperations
{
    public static readonly Dictionary<string, Operation> All = new()
    {
        ["POST /v1/scenarios"] = new("Creates a scenario", typeof(ScenarioCreateRequest), typeof(ScenarioView)),
        ["GET /v1/scenarios"] = new("Lists scenarios", null, typeof(ScenarioView)) { List = "scenarios", Query = ["name", "benchmark_id", "validation_type"] },
        ["GET /v1/scenarios/list_public"] = new("Lists public scenarios", null, typeof(ScenarioView)) { List = "scenarios", Query = ["name"] },
        ["GET /v1/scenarios/{id}"] = new("A scenario", null, typeof(ScenarioView)),
        ["POST /v1/scenarios/{id}"] = new("Changes a scenario; what is null stays", typeof(ScenarioUpdateRequest), typeof(ScenarioView)),
        ["POST /v1/scenarios/{id}/archive"] = new("Archives a scenario", null, typeof(ScenarioView)),
        ["POST /v1/scenarios/start_run"] = new("Starts a run of a scenario", typeof(StartScenarioRunRequest), typeof(ScenarioRunView)),
        ["GET /v1/scenarios/runs"] = new("Lists scenario runs", null, typeof(ScenarioRunView)) { List = "runs", Query = ["name", "scenario_id", "benchmark_run_id", "state"] },
        ["GET /v1/scenarios/runs/{id}"] = new("A scenario run", null, typeof(ScenarioRunView)),
        ["POST /v1/scenarios/runs/{id}/score"] = new("Scores it", null, typeof(ScenarioRunView)),
        ["POST /v1/scenarios/runs/{id}/complete"] = new("Completes it, and ends its devbox", null, typeof(ScenarioRunView)),
        ["POST /v1/scenarios/runs/{id}/cancel"] = new("Cancels it", null, typeof(ScenarioRunView)),
        ["POST /v1/scenarios/runs/{id}/download_logs"] = new("All that it left, as a zip file") { AnswerType = "application/zip" },
        ["POST /v1/scenarios/scorers"] = new("Registers a custom scorer", typeof(ScorerRequest), typeof(ScorerView)),
        ["GET /v1/scenarios/scorers"] = new("Lists custom scorers", null, typeof(ScorerView)) { List = "scorers" },
        ["GET /v1/scenarios/scorers/{id}"] = new("A custom scorer", null, typeof(ScorerView)),
        ["POST /v1/scenarios/scorers/{id}"] = new("Changes a custom scorer", typeof(ScorerRequest), typeof(ScorerView)),
        ["POST /v1/scenarios/scorers/{id}/validate"] = new("Tries a custom scorer", typeof(ScorerValidateRequest), typeof(ScorerValidateView)),
        ["POST /v1/benchmarks"] = new("Creates a benchmark", typeof(BenchmarkCreateRequest), typeof(BenchmarkView)),
        ["GET /v1/benchmarks"] = new("Lists benchmarks", null, typeof(BenchmarkView)) { List = "benchmarks", Query = ["name"] },
        ["GET /v1/benchmarks/list_public"] = new("Lists public benchmarks", null, typeof(BenchmarkView)) { List = "benchmarks" },
        ["GET /v1/benchmarks/{id}"] = new("A benchmark", null, typeof(BenchmarkView)),
        ["POST /v1/benchmarks/{id}"] = new("Changes a benchmark; what is null stays", typeof(BenchmarkUpdateRequest), typeof(BenchmarkView)),
        ["POST /v1/benchmarks/{id}/scenarios"] = new("Adds and removes scenarios", typeof(BenchmarkScenariosRequest), typeof(BenchmarkView)),
        ["GET /v1/benchmarks/{id}/definitions"] = new("The scenarios of a benchmark", null, typeof(ScenarioView)) { List = "scenarios" },
        ["POST /v1/benchmarks/start_run"] = new("Starts a run of a benchmark", typeof(StartBenchmarkRunRequest), typeof(BenchmarkRunView)),
        ["GET /v1/benchmark_runs"] = new("Lists benchmark runs", null, typeof(BenchmarkRunView)) { List = "runs", Query = ["name", "benchmark_id", "state"] },
        ["GET /v1/benchmark_runs/{id}"] = new("A benchmark run", null, typeof(BenchmarkRunView)),
        ["GET /v1/benchmark_runs/{id}/scenario_runs"] = new("The scenario runs of a benchmark run", null, typeof(ScenarioRunView)) { List = "runs", Query = ["state"] },
        ["POST /v1/benchmark_runs/{id}/wait_for_end"] = new("Waits for its end; ours, not the contract's", null, typeof(BenchmarkRunView)),
        ["POST /v1/benchmark_runs/{id}/complete"] = new("Completes it", null, typeof(BenchmarkRunView)),
        ["POST /v1/benchmark_runs/{id}/cancel"] = new("Cancels it and its scenario runs", null, typeof(BenchmarkRunView)),
        ["POST /v1/benchmark_jobs"] = new("Starts a job: agents, scenarios and attempts", typeof(BenchmarkJobCreateRequest), typeof(BenchmarkJobView)),
        ["GET /v1/benchmark_jobs"] = new("Lists jobs", null, typeof(BenchmarkJobView)) { List = "jobs", Query = ["name"] },
        ["GET /v1/benchmark_jobs/{id}"] = new("A job and its outcomes", null, typeof(BenchmarkJobView)),
        ["POST /v1/benchmark_jobs/{id}/wait_for_end"] = new("Waits for its end; ours, not the contract's", null, typeof(BenchmarkJobView)),
        ["POST /v1/benchmark_jobs/{id}/cancel"] = new("Cancels a job; ours, not the contract's", null, typeof(BenchmarkJobView)),
    };
}
