using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BenchCluster.Tests;

/// <summary>Random bodies for each route that creates: whatever comes, it is refused with a reason or done whole.</summary>
public sealed class FuzzTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int Bodies = 120;

    /// <summary>Routes with a body that would be taken, and the list in which what is created is found.</summary>
    public static TheoryData<string, string, string> Routes => new()
    {
        { "/v1/blueprints/preview", """{"name":"x","dockerfile":"FROM x","system_setup_commands":["true"],"build_args":{"A":"1"},"file_mounts":{"/a":"b"},"code_mounts":[{"repo_name":"a","repo_owner":"b"}],"services":[{"name":"a","image":"b","options":"--user 1","port_mappings":["1:1"]}],"launch_parameters":{"custom_cpu_cores":1}}""", "/v1/blueprints" },
        { "/v1/objects", """{"name":"x","content_type":"text","metadata":{"a":"b"},"ttl_ms":3600000}""", "/v1/objects" },
        { "/v1/secrets", """{"name":"X","value":"y"}""", "/v1/secrets" },
        { "/v1/apikeys", """{"name":"x","expires_at_ms":99999999999999}""", "/v1/apikeys" },
        { "/v1/restricted_keys", """{"name":"x","expires_at_ms":99999999999999,"scopes":[{"resource_type":"RESOURCE_TYPE_AGENTS","access_level":"ACCESS_LEVEL_READ"}]}""", "/v1/apikeys" },
        { "/v1/network-policies", """{"name":"x","allow_all":true,"description":"y","allowed_hostnames":["a.com"],"allowed_cidrs":[{"cidr":"10.0.0.0/8","ports":[{"port":1,"end_port":2,"protocol":"TCP"}]}]}""", "/v1/network-policies" },
        { "/v1/axons", """{"name":"x","metadata":{"a":"b"}}""", "/v1/axons" },
        { "/v1/agents", """{"name":"x","version":"1","source":{"type":"npm","npm":{"package_name":"a","agent_setup":["b"]}}}""", "/v1/agents" },
        { "/v1/scenarios", """{"name":"x","input_context":{"problem_statement":"y"},"scoring_contract":{"scoring_function_parameters":[{"name":"a","weight":1.0,"scorer":{"type":"command_scorer","command":"true"}}]},"metadata":{"a":"b"}}""", "/v1/scenarios" },
        { "/v1/benchmarks", """{"name":"x","scenario_ids":["scn_0"],"metadata":{"a":"b"}}""", "/v1/benchmarks" },
        { "/v1/devboxes", """{"blueprint_id":"bpt_0","name":"x","environment_variables":{"A":"1"},"mounts":[{"type":"file_mount","target":"/a","content":"b"}],"secrets":{"A":"none"},"launch_parameters":{"resource_size_request":"CUSTOM_SIZE","custom_cpu_cores":1,"custom_gb_memory":2,"after_idle":{"idle_time_seconds":1,"on_idle":"suspend"},"user_parameters":{"username":"a","uid":1}}}""", "/v1/devboxes" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Any_body_is_refused_with_a_reason_or_done_whole(string path, string valid, string list)
    {
        var seed = path.Sum(c => c);
        var random = new Random(seed);
        var before = await CountAsync(list);
        var created = 0;
        for (var i = 0; i < Bodies; i++)
        {
            var body = Broken(JsonNode.Parse(valid)!.AsObject(), random);
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await api.Http.PostAsync(new Uri(path, UriKind.Relative), content);
            var answer = await response.Content.ReadAsStringAsync();

            Assert.True((int)response.StatusCode is >= 200 and < 500 or 501, $"{(int)response.StatusCode} for {body} (seed {seed}): {answer}");
            using var json = JsonDocument.Parse(answer);
            if (response.IsSuccessStatusCode)
                created++;
            else
                Assert.False(string.IsNullOrEmpty(json.RootElement.GetProperty("message").GetString()), body);
        }

        var expected = path.EndsWith("/preview", StringComparison.Ordinal) ? before : before + created;
        Assert.Equal(expected, await CountAsync(list));
    }

    /// <summary>The body with one or more of its values replaced, removed or doubled; sometimes cut off.</summary>
    private static string Broken(JsonObject body, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            JsonNode at = body;
            while (true)
            {
                var children = at switch
                {
                    JsonObject o => o.Select(pair => pair.Key).ToList(),
                    JsonArray a => Enumerable.Range(0, a.Count).Select(index => index.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList(),
                    _ => [],
                };
                if (children.Count == 0)
                    break;
                var key = children[random.Next(children.Count)];
                var child = at is JsonObject ? at[key] : at[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)];
                if (child is JsonObject or JsonArray && random.Next(2) == 0)
                {
                    at = child;
                    continue;
                }

                if (at is JsonObject parent && random.Next(4) == 0)
                    parent.Remove(key);
                else if (at is JsonObject owner)
                    owner[key] = Value(random);
                else
                    at.AsArray()[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = Value(random);
                break;
            }
        }

        var text = body.ToJsonString();
        return random.Next(10) == 0 ? text[..random.Next(text.Length)] : text;
    }

    private static JsonNode? Value(Random random) => random.Next(14) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => 1e300,
        4 => 0.5,
        5 => long.MaxValue,
        6 => "",
        7 => "\0",
        8 => new string('x', 5000),
        9 => "é🙂\n\t\"'\\$(id)",
        10 => new JsonArray(),
        11 => new JsonArray(null, 1, "a", new JsonObject()),
        12 => new JsonObject(),
        _ => new JsonObject { ["a"] = null, ["b"] = new JsonObject { ["c"] = 1 }, [""] = "x" },
    };

    private async Task<int> CountAsync(string list)
    {
        using var json = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri($"{list}?limit=1", UriKind.Relative)));
        return json.RootElement.GetProperty("total_count").GetInt32();
    }
}
