using BenchCluster.Accounts;
using BenchCluster.Agents;
using BenchCluster.ApiKeys;
using BenchCluster.Axons;
using BenchCluster.Blueprints;
using BenchCluster.Http.Agents;
using BenchCluster.Http.Axons;
using BenchCluster.Http.Blueprints;
using BenchCluster.Http.Nodes;
using BenchCluster.Http.Objects;
using BenchCluster.NetworkPolicies;
using BenchCluster.Objects;
using BenchCluster.Secrets;

namespace BenchCluster.Http.Description;

/// <summary>Blueprints, objects, secrets, agents, and the cluster itself.</summary>
internal static class ResourceOperations
{
    private const string Bytes = "application/octet-stream";

    public static readonly Dictionary<string, Operation> All = new()
    {
        ["GET /health"] = new("Whether the silo is well"),
        ["POST /v1/blueprints"] = new("Creates a blueprint and builds its image", typeof(BlueprintCreateRequest), typeof(BlueprintView)),
        ["POST /v1/blueprints/preview"] = new("The Dockerfile that would be built", typeof(BlueprintCreateRequest)),
        ["GET /v1/blueprints"] = new("Lists blueprints", null, typeof(BlueprintView)) { List = "blueprints", Query = ["name", "status"] },
        ["GET /v1/blueprints/list_public"] = new("Lists public blueprints", null, typeof(BlueprintView)) { List = "blueprints", Query = ["name"] },
        ["GET /v1/blueprints/{id}"] = new("A blueprint", null, typeof(BlueprintView)),
        ["GET /v1/blueprints/{id}/logs"] = new("The log of its build, as far as it has come", null, typeof(BlueprintEndpoints.BlueprintLogsView)),
        ["POST /v1/blueprints/{id}/delete"] = new("Deletes a blueprint"),
        ["POST /v1/objects"] = new("Creates an object, and says where to upload its bytes", typeof(ObjectCreateRequest), typeof(ObjectView)),
        ["GET /v1/objects"] = new("Lists objects", null, typeof(ObjectView)) { List = "objects", Query = ["name", "content_type", "state", "search"] },
        ["GET /v1/objects/list_public"] = new("Lists public objects", null, typeof(ObjectView)) { List = "objects" },
        ["GET /v1/objects/{id}"] = new("An object", null, typeof(ObjectView)),
        ["POST /v1/objects/{id}/complete"] = new("Says that its bytes are uploaded", null, typeof(ObjectView)),
        ["POST /v1/objects/{id}/delete"] = new("Deletes an object", null, typeof(ObjectView)),
        ["GET /v1/objects/{id}/download"] = new("Where to download its bytes", null, typeof(ObjectEndpoints.DownloadView)) { Query = ["duration_seconds"] },
        ["GET /objects/{id}"] = new("Downloads bytes; the URL is signed") { AnswerType = Bytes },
        ["PUT /objects/{id}"] = new("Uploads bytes; the URL is signed") { BodyType = Bytes },
        ["POST /v1/network-policies"] = new("Creates a network policy", typeof(NetworkPolicyRequest), typeof(NetworkPolicyView)),
        ["GET /v1/network-policies"] = new("Lists network policies", null, typeof(NetworkPolicyView)) { List = "network_policies", Query = ["id", "name", "search"] },
        ["GET /v1/network-policies/{id}"] = new("A network policy", null, typeof(NetworkPolicyView)),
        ["POST /v1/network-policies/{id}"] = new("Changes a network policy", typeof(NetworkPolicyRequest), typeof(NetworkPolicyView)),
        ["POST /v1/network-policies/{id}/delete"] = new("Deletes a network policy", null, typeof(NetworkPolicyView)),
        ["POST /v1/axons"] = new("Creates an axon", typeof(AxonRequest), typeof(AxonView)),
        ["GET /v1/axons"] = new("Lists axons", null, typeof(AxonView)) { List = "axons", Query = ["id", "name", "search"] },
        ["GET /v1/axons/{id}"] = new("An axon", null, typeof(AxonView)),
        ["POST /v1/axons/{id}"] = new("Changes an axon's metadata", typeof(AxonRequest), typeof(AxonView)),
        ["DELETE /v1/axons/{id}"] = new("Deletes an axon and its events"),
        ["POST /v1/axons/{id}/publish"] = new("Publishes an event", typeof(PublishRequest), typeof(PublishedView)),
        ["GET /v1/axons/{id}/events"] = new("Lists events from the last on", null, typeof(AxonEndpoints.EventsView)) { Query = ["limit", "starting_after", "include_total_count"] },
        ["GET /v1/axons/{id}/subscribe/sse"] = new("Events as they are published") { Query = ["after_sequence"], AnswerType = "text/event-stream" },
        ["POST /v1/secrets"] = new("Creates a secret", typeof(SecretCreateRequest), typeof(SecretView)),
        ["GET /v1/secrets"] = new("Lists secrets, without their values", null, typeof(SecretView)) { List = "secrets" },
        ["GET /v1/secrets/{name}"] = new("A secret, without its value", null, typeof(SecretView)),
        ["POST /v1/secrets/{name}"] = new("Changes a secret's value", null, typeof(SecretView)),
        ["POST /v1/secrets/{name}/delete"] = new("Deletes a secret", null, typeof(SecretView)),
        ["POST /v1/agents"] = new("Creates an agent", typeof(AgentCreateRequest), typeof(AgentView)),
        ["GET /v1/agents"] = new("Lists agents", null, typeof(AgentView)) { List = "agents", Query = ["name", "search"] },
        ["GET /v1/agents/list_public"] = new("Lists public agents", null, typeof(AgentView)) { List = "agents" },
        ["GET /v1/agents/devbox_counts"] = new("How many devboxes each agent is in", null, typeof(AgentEndpoints.DevboxCountsView)),
        ["GET /v1/agents/{id}"] = new("An agent", null, typeof(AgentView)),
        ["POST /v1/agents/{id}/delete"] = new("Deletes an agent"),
        ["GET /v1/accounts/me"] = new("The account", null, typeof(AccountView)),
        ["POST /v1/apikeys"] = new("Makes an API key; it is shown once", null, typeof(ApiKeyView)),
        ["POST /v1/restricted_keys"] = new("Makes an API key that may do what its scopes say; it is shown once", null, typeof(ApiKeyView)),
        ["GET /v1/apikeys"] = new("Lists API keys; ours, not the contract's"),
        ["POST /v1/apikeys/{id}/delete"] = new("Deletes an API key; ours, not the contract's"),
        ["GET /v1/nodes"] = new("The nodes and their places; ours, not the contract's", null, typeof(NodeEndpoints.NodesView)),
        ["GET /pty/{session}"] = new("Makes or finds a terminal, and says where to connect; on a terminal tunnel's host"),
        ["POST /pty/{session}/control"] = new("Resizes, signals or closes a terminal; on a terminal tunnel's host"),
    };
}
