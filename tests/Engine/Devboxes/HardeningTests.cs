using System.Globalization;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Devboxes;

/// <summary>What root in a devbox cannot do to the kernel, the agent and the host.</summary>
public sealed class HardeningTests : DevboxTest
{
    /// <summary>CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, NET_BIND_SERVICE, SYS_CHROOT, by their numbers.</summary>
    private static readonly int[] Capabilities = [0, 1, 3, 4, 5, 6, 7, 10, 18];

    [Fact]
    public async Task Root_has_the_capabilities_that_are_listed_and_no_others()
    {
        var devbox = await StartAsync();
        var expected = Capabilities.Aggregate(0UL, (mask, capability) => mask | (1UL << capability)).ToString("x16", CultureInfo.InvariantCulture);

        var status = await devbox.ReadAsync("grep ^Cap /proc/self/status");

        Assert.Equal(
            $"CapInh:\t{Zero}\nCapPrm:\t{expected}\nCapEff:\t{expected}\nCapBnd:\t{expected}\nCapAmb:\t{Zero}",
            status.Replace($"CapInh:\t{expected}", $"CapInh:\t{Zero}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_has_no_capabilities_and_cannot_become_root()
    {
        var devbox = await StartAsync();
        await devbox.ReadAsync("cp /bin/bash /usr/local/bin/rootbash && chmod 4755 /usr/local/bin/rootbash");

        Assert.Equal($"CapEff:\t{Zero}", await devbox.ReadAsync("grep CapEff /proc/self/status", "user"));
        Assert.Equal("1000", await devbox.ReadAsync("rootbash -p -c 'id -u'", "user"));
    }

    [Fact]
    public async Task No_program_gets_new_privileges_and_system_calls_are_filtered()
    {
        var devbox = await StartAsync();

        Assert.Equal("NoNewPrivs:\t1\nSeccomp:\t2", await devbox.ReadAsync("grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status"));
    }

    [Fact]
    public async Task Root_cannot_change_the_kernel_or_the_mounts()
    {
        var devbox = await StartAsync();

        await devbox.RefusesAsync(
        [
            ("mount -t tmpfs none /mnt", "permission denied"),
            ("mount -o remount,rw /.bench/bin", "permission denied"),
            ("umount /.bench/bin", "must be superuser"),
            ("umount /proc/kcore", "must be superuser"),
            ("unshare --user --map-root-user true", "operation not permitted"),
            ("unshare --pid --fork true", "operation not permitted"),
            ("unshare --mount true", "operation not permitted"),
            ("mknod /dev/disk b 254 0", "operation not permitted"),
            ("echo 99 > /proc/sys/kernel/threads-max", "read-only file system"),
            ("echo '|/bin/true' > /proc/sys/kernel/core_pattern", "read-only file system"),
            ("echo 1 > /sys/kernel/mm/ksm/run", "read-only file system"),
            ("hostname other", "must be root"),
            ("python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)'", "operation not permitted"),
            ("python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'", "operation not permitted"),
            ("nice -n -5 true && nice -n -5 nice | grep -q -- -5", "permission denied"),
        ]);
    }

    [FactOnX64]
    public async Task Dangerous_system_calls_are_not_permitted()
    {
        var devbox = await StartAsync();
        var calls = new Dictionary<string, string>
        {
            ["init_module"] = "175, 0, 0, b\"\"",
            ["finit_module"] = "313, 0, b\"\", 0",
            ["bpf"] = "321, 0, 0, 0",
            ["open_by_handle_at"] = "304, -100, 0, 0",
            ["keyctl"] = "250, 0, -3, 0",
            ["kexec_load"] = "246, 0, 0, 0, 0",
            ["reboot"] = "169, 0xfee1dead, 672274793, 0x89abcdef, 0",
            ["setns"] = "308, 0, 0",
            ["userfaultfd"] = "323, 0",
            ["perf_event_open"] = "298, 0, 0, -1, -1, 0",
        };
        var lines = calls.Select(call => $"print('{call.Key}', c.syscall({call.Value}), ctypes.get_errno())");

        var results = await devbox.ReadAsync($"""
            python3 - <<'PROGRAM'
            import ctypes
            c = ctypes.CDLL(None, use_errno=True)
            {string.Join('\n', lines)}
            PROGRAM
            """);

        Assert.Equal(string.Join('\n', calls.Keys.Select(name => $"{name} -1 1")), results);
    }

    [Fact]
    public async Task Root_cannot_reach_into_the_agent_or_change_it()
    {
        var devbox = await StartAsync();

        await devbox.RefusesAsync(
        [
            ("cat /proc/1/environ", "permission denied"),
            ("cat /proc/1/maps", "permission denied"),
            ("head -c 1 /proc/1/mem", "permission denied"),
            ("ls -l /proc/1/fd/", "permission denied"),
            ("readlink /proc/1/exe || echo permission denied; false", "permission denied"),
            ("ls /proc/1/root/", "permission denied"),
            ("cat /proc/$PPID/environ", "permission denied"),
            ("head -c 1 /proc/$PPID/mem", "permission denied"),
            ("echo x > /.bench/bin/bench-agent", "read-only file system"),
            ("rm /.bench/bin/bench-agent", "read-only file system"),
            ("mv /.bench/bin /.bench/other", "busy"),
            ("touch /.bench/bin/new", "read-only file system"),
            ("echo x > /.bench/tools/ast-grep", "read-only file system"),
            ("echo -1000 > /proc/1/oom_score_adj", "permission denied"),
        ]);
    }

    [Fact]
    public async Task Root_cannot_trace_the_agent_nor_end_it()
    {
        var devbox = await StartAsync();

        // PTRACE_ATTACH and PTRACE_SEIZE.
        Assert.Equal("-1 1 -1 1", await devbox.ReadAsync(
            """
            python3 -c 'import ctypes; c = ctypes.CDLL(None, use_errno=True)
            print(c.ptrace(16, 1, 0, 0), ctypes.get_errno(), c.ptrace(0x4206, 1, 0, 0), ctypes.get_errno())'
            """));
        await devbox.RunAsync("kill -9 1; kill -STOP 1; kill -SEGV 1; kill -9 -1");

        Assert.True(await devbox.Agent.IsAliveAsync(Deadline));
        Assert.Equal("still there", await devbox.ReadAsync("echo still there"));
    }

    [Fact]
    public async Task The_agent_lets_nobody_in_from_the_inside()
    {
        var devbox = await StartAsync();

        var answer = await devbox.ReadAsync(
            """
            python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("/.bench/run/agent.sock")
            s.sendall(b"{\"version\":1,\"operation\":\"hello\"}\n"); print(s.recv(100))' 2>&1 || true
            """);

        Assert.DoesNotContain("agent_version", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limits_are_seen_and_cannot_be_changed_from_the_inside()
    {
        var devbox = await StartAsync();

        var writable = await devbox.ReadAsync(
            "find /sys/fs/cgroup -type f \\( -name 'pids.max' -o -name '*limit_in_bytes' -o -name 'memory.max' -o -name 'cpu.max' -o -name 'cpu.cfs_quota_us' -o -name 'cgroup.procs' \\)"
            + " -exec sh -c 'echo 1 > {} && echo written: {}' ';' 2>/dev/null");

        Assert.DoesNotContain("written", writable, StringComparison.Ordinal);
        var limits = await Docker.LimitsOfAsync(devbox.Container.Id);
        Assert.Equal(devbox.Spec.Limits, limits);
    }

    [Fact]
    public async Task There_are_no_devices_but_those_of_every_container()
    {
        var devbox = await StartAsync();

        var devices = await devbox.ReadAsync("find /dev -xdev \\( -type b -o -type c \\) | sort | xargs");

        Assert.Equal("/dev/full /dev/null /dev/random /dev/tty /dev/urandom /dev/zero", devices);
    }

    [Fact]
    public async Task Only_the_devboxs_own_processes_are_seen()
    {
        var devbox = await StartAsync();

        var processes = await devbox.ReadAsync("ls /proc | grep -E '^[0-9]+$' | while read p; do cat /proc/$p/comm 2>/dev/null; done | sort -u | xargs");

        Assert.Equal("bash bench-agent bench-run bench-spawner", string.Join(' ', processes.Split(' ').Except(["cat", "grep", "ls", "sort", "xargs"])));
        Assert.Equal("1", await devbox.ReadAsync("grep -c bench-agent /proc/1/comm"));
    }

    [Fact]
    public async Task No_socket_of_the_engine_and_no_directory_of_the_host_is_seen()
    {
        var devbox = await StartAsync();

        var sockets = await devbox.ReadAsync("find / -xdev -type s 2>/dev/null; ls /run /var/run/docker.sock /run/containerd 2>/dev/null | grep sock; true");
        var mounts = await devbox.ReadAsync("cut -d' ' -f5 /proc/self/mountinfo | grep -vE '^/(proc|sys|dev)(/|$)' | sort");

        Assert.Equal("", sockets);
        Assert.Equal("/\n/.bench/bin\n/.bench/run\n/.bench/tools\n/etc/hostname\n/etc/hosts\n/etc/resolv.conf", mounts);
    }

    [Fact]
    public async Task A_devbox_without_a_network_has_its_loopback_only()
    {
        var devbox = await StartAsync(spec => spec with { Network = ContainerNetwork.None });

        Assert.Equal("lo", await devbox.ReadAsync("ls /sys/class/net"));
        await devbox.RefusesAsync([("python3 -c 'import socket; socket.create_connection((\"172.17.0.1\", 80), 5)'", "network is unreachable")]);
    }

    private static string Zero => new('0', 16);
}
