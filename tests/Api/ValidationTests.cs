using BenchCluster.Benchmarks;
using BenchCluster.Client;
using BenchCluster.Scoring;

namespace BenchCluster.Tests;

/// <summary>What is wrong with a request is said by field and rule, and nothing comes of it.</summary>
public sealed class ValidationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Contract = """{"scoring_function_parameters":[{"name":"a","weight":1.0,"scorer":{"type":"command_scorer","command":"true"}}]}""";

    [Theory]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"resource_size_request":"HUGE"}}""", 400, "launch_parameters.resource_size_request")]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"resource_size_request":"CUSTOM_SIZE"}}""", 422, "launch_parameters.custom_cpu_cores: is required")]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"resource_size_request":"CUSTOM_SIZE","custom_cpu_cores":3,"custom_gb_memory":8}}""", 422, "custom_cpu_cores: must be 0.5, 1, or a multiple of 2")]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"resource_size_request":"CUSTOM_SIZE","custom_cpu_cores":2,"custom_gb_memory":2}}""", 422, "2 to 8 times")]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"keep_alive_time_seconds":172801}}""", 422, "keep_alive_time_seconds")]
    [InlineData("/v1/devboxes", """{"launch_parameters":{"user_parameters":{"username":"a b","uid":1}}}""", 422, "user_parameters.username")]
    [InlineData("/v1/devboxes", """{"environment_variables":{"A-B":"x"}}""", 422, "environment_variables.A-B")]
    [InlineData("/v1/devboxes", """{"file_mounts":{"relative":"x"}}""", 422, "absolute path")]
    [InlineData("/v1/devboxes", """{"blueprint_id":"bpt_0","blueprint_name":"x"}""", 422, "only one of")]
    [InlineData("/v1/devboxes", """{"blueprint_name":"there-is-none"}""", 404, "blueprint_name")]
    [InlineData("/v1/devboxes", """{"metadata":"text"}""", 400, "metadata")]
    [InlineData("/v1/devboxes", "{", 400, "not valid JSON")]
    [InlineData("/v1/devboxes", "[]", 400, "must be a JSON object")]
    [InlineData("/v1/devboxes/dbx_0/execute", """{"command":"true"}""", 404, "dbx_0")]
    [InlineData("/v1/devboxes/nonsense/execute", """{"command":"true"}""", 404, "begin with 'dbx_'")]
    [InlineData("/v1/scenarios", """{"name":" ","input_context":{"problem_statement":"x"},"scoring_contract":CONTRACT}""", 422, "name: must not be blank")]
    [InlineData("/v1/scenarios", """{"name":"x","scoring_contract":CONTRACT}""", 422, "input_context: is required")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[]}}""", 422, "1 to 1000 scoring functions")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[{"name":"a","weight":0.9,"scorer":{"type":"command_scorer","command":"true"}}]}}""", 422, "they sum to 0.9")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[{"name":"a b","weight":1,"scorer":{"type":"command_scorer","command":"true"}}]}}""", 422, "[0].name")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[{"name":"a","weight":1,"scorer":{"type":"nope"}}]}}""", 400, "'nope' is not a known type")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[{"name":"a","weight":1,"scorer":{"type":"custom_scorer","custom_scorer_type":"none"}}]}}""", 422, "no scorer of the type 'none'")]
    [InlineData("/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"x"},"scoring_contract":{"scoring_function_parameters":[{"name":"a","weight":1,"scorer":{"type":"harbor_scorer","tests_object_id":"obj_0"}}]}}""", 422, "there is no object")]
    [InlineData("/v1/benchmarks", """{"name":"x","scenario_ids":["scn_0"]}""", 422, "there is no scenario 'scn_0'")]
    [InlineData("/v1/benchmarks/start_run", """{"benchmark_id":"bmd_0"}""", 404, "bmd_0")]
    [InlineData("/v1/objects", """{"name":"x","content_type":"zip"}""", 400, "content_type")]
    public async Task A_broken_rule_is_named(string path, string json, int status, string words)
    {
        var answer = await api.PostAsync(path, json.Replace("CONTRACT", Contract, StringComparison.Ordinal));

        Assert.Equal(status, answer.Status);
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/devboxes?limit=0", 422, "limit")]
    [InlineData("/v1/devboxes?limit=5001", 422, "limit")]
    [InlineData("/v1/devboxes?status=resting", 400, "'resting' is not one of queued")]
    [InlineData("/v1/devboxes?starting_after=dbx_0", 422, "starting_after")]
    [InlineData("/v1/gateway-configs", 501, "not served yet")]
    [InlineData("/v1/nonsense", 404, "There is no /v1/nonsense")]
    public async Task A_list_says_what_is_wrong_with_its_query(string path, int status, string words)
    {
        using var response = await api.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry")));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict_that_no_retry_cures()
    {
        var name = $"taken-{Guid.NewGuid():n}";
        await api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = name });

        var error = await Assert.ThrowsAsync<BenchApiException>(() => api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = name }));

        Assert.Equal(System.Net.HttpStatusCode.Conflict, error.Status);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_without_scenarios_cannot_be_run()
    {
        var benchmark = await api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = $"empty-{Guid.NewGuid():n}" });

        var answer = await api.PostAsync("/v1/benchmarks/start_run", $$"""{"benchmark_id":"{{benchmark.Id}}","agent":{"type":"nop"} }""");

        Assert.Equal(422, answer.Status);
        Assert.Contains("no scenarios", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_key_nobody_is_let_in()
    {
        using var http = new HttpClient { BaseAddress = api.Silo.BaseUrl };

        using var without = await http.GetAsync(new Uri("/v1/devboxes", UriKind.Relative));
        http.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        using var wrong = await http.GetAsync(new Uri("/v1/devboxes", UriKind.Relative));

        Assert.Equal((401, 401), ((int)without.StatusCode, (int)wrong.StatusCode));
    }

    [Fact]
    public async Task Scenarios_are_listed_newest_first_page_by_page()
    {
        var tag = $"page-{Guid.NewGuid():n}";
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await api.ScenarioAsync(tag, new CommandScorer { Command = "true" })).Id);
        ids.Reverse();

        var listed = new List<string>();
        string? after = null;
        do
        {
            var path = $"/v1/scenarios?name={tag}&limit=2{(after is null ? "" : $"&starting_after={after}")}";
            using var page = System.Text.Json.JsonDocument.Parse(await api.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
            Assert.Equal(5, page.RootElement.GetProperty("total_count").GetInt32());
            listed.AddRange(page.RootElement.GetProperty("scenarios").EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
            after = page.RootElement.GetProperty("has_more").GetBoolean() ? listed[^1] : null;
        }
        while (after is not null);

        Assert.Equal(ids, listed);
    }
}
