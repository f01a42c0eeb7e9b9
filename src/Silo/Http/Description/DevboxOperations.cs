using BenchCluster.Devboxes;
using BenchCluster.Http.Devboxes;
using BenchCluster.Snapshots;
using BenchCluster.Tunnels;

namespace BenchCluster.Http.Description;

/// <summary>Devboxes and what is in them.</summary>
internal static class DevboxOperations
{
    private const string Bytes = "application/octet-stream";
    private const string Events = "text/event-stream";

    public static readonly Dictionary<string, Operation> All = new()
    {
        ["POST /v1/devboxes"] = new("Creates a devbox", typeof(DevboxCreateRequest), typeof(DevboxView)),
        ["POST /v1/devboxes/create_and_await_running"] = new("Creates a devbox and waits until it runs", typeof(DevboxCreateRequest), typeof(DevboxView)),
        ["GET /v1/devboxes"] = new("Lists devboxes", null, typeof(DevboxView)) { List = "devboxes", Query = ["status"] },
        ["GET /v1/devboxes/{id}"] = new("A devbox", null, typeof(DevboxView)),
        ["POST /v1/devboxes/{id}"] = new("Changes name and metadata", typeof(DevboxUpdateRequest), typeof(DevboxView)),
        ["POST /v1/devboxes/{id}/wait_for_status"] = new("Waits until it is in one of some states; 408 after 30 s", typeof(DevboxWaitRequest), typeof(DevboxView)),
        ["POST /v1/devboxes/{id}/shutdown"] = new("Ends it for good", null, typeof(DevboxView)) { Query = ["force"] },
        ["POST /v1/devboxes/{id}/suspend"] = new("Suspends it: its disk stays, its processes end", null, typeof(DevboxView)),
        ["POST /v1/devboxes/{id}/resume"] = new("Resumes it", null, typeof(DevboxView)),
        ["POST /v1/devboxes/{id}/keep_alive"] = new("Sets its keep-alive time back"),
        ["GET /v1/devboxes/evictions/watch"] = new("Devboxes that will be taken off their node: none ever is, so that the stream is quiet") { AnswerType = Events },
        ["GET /v1/devboxes/{id}/usage"] = new("What it has used", null, typeof(DevboxUsageView)),
        ["GET /v1/devboxes/{id}/logs"] = new("What was run in it, and what came out") { Query = ["execution_id", "shell_name"] },
        ["POST /v1/devboxes/{id}/snapshot_disk"] = new("Keeps its disk, and waits", typeof(SnapshotRequest), typeof(SnapshotView)),
        ["POST /v1/devboxes/{id}/snapshot_disk_async"] = new("Keeps its disk in the background", typeof(SnapshotRequest), typeof(SnapshotView)),
        ["GET /v1/devboxes/disk_snapshots"] = new("Lists snapshots", null, typeof(SnapshotView)) { List = "snapshots", Query = ["devbox_id"] },
        ["GET /v1/devboxes/disk_snapshots/{id}/status"] = new("Whether a snapshot is complete", null, typeof(SnapshotStatusView)),
        ["POST /v1/devboxes/disk_snapshots/{id}"] = new("Changes a snapshot's name and metadata", typeof(SnapshotRequest), typeof(SnapshotView)),
        ["POST /v1/devboxes/disk_snapshots/{id}/delete"] = new("Deletes a snapshot"),
        ["POST /v1/devboxes/{id}/execute"] = new("Runs a command, and waits for it up to 25 s", typeof(ExecuteRequest), typeof(ExecutionView)) { Query = ["last_n"] },
        ["POST /v1/devboxes/{id}/execute_async"] = new("Starts a command", typeof(ExecuteRequest), typeof(ExecutionView)),
        ["POST /v1/devboxes/{id}/execute_sync"] = new("Runs a command to its end", typeof(ExecuteRequest), typeof(ExecutionResultView)),
        ["GET /v1/devboxes/{id}/executions/{executionId}"] = new("An execution", null, typeof(ExecutionView)) { Query = ["last_n"] },
        ["POST /v1/devboxes/{id}/executions/{executionId}/wait_for_status"] = new("Waits for an execution; 408 after 25 s", typeof(ExecutionWaitRequest), typeof(ExecutionView)) { Query = ["last_n"] },
        ["POST /v1/devboxes/{id}/executions/{executionId}/kill"] = new("Kills an execution", typeof(KillRequest), typeof(ExecutionView)),
        ["POST /v1/devboxes/{id}/executions/{executionId}/send_std_in"] = new("Writes to its standard input, or interrupts it", typeof(StandardInputRequest), typeof(StandardInputView)),
        ["GET /v1/devboxes/{id}/executions/{executionId}/stream_stdout_updates"] = new("Its standard output, as it comes") { Query = ["offset"], AnswerType = Events },
        ["GET /v1/devboxes/{id}/executions/{executionId}/stream_stderr_updates"] = new("Its standard error, as it comes") { Query = ["offset"], AnswerType = Events },
        ["POST /v1/devboxes/{id}/read_file_contents"] = new("Reads a text file", typeof(DevboxFileEndpoints.ReadFileRequest)) { AnswerType = "text/plain" },
        ["POST /v1/devboxes/{id}/write_file_contents"] = new("Writes a text file", typeof(DevboxFileEndpoints.WriteFileRequest), typeof(ExecutionResultView)),
        ["POST /v1/devboxes/{id}/download_file"] = new("Downloads a file", typeof(DevboxFileEndpoints.DownloadFileRequest)) { AnswerType = Bytes },
        ["POST /v1/devboxes/{id}/upload_file"] = new("Uploads a file") { BodyType = "multipart/form-data" },
        ["POST /v1/devboxes/{id}/enable_tunnel"] = new("Opens its ports to HTTP from outside", typeof(TunnelRequest), typeof(TunnelView)),
        ["POST /v1/devboxes/{id}/remove_tunnel"] = new("Closes the tunnel"),
        ["POST /v1/devboxes/{id}/create_pty_tunnel"] = new("Opens a way to its terminals", null, typeof(TunnelView)),
        ["POST /v1/devboxes/{id}/create_ssh_key"] = new("Makes a key for SSH"),
    };
}
