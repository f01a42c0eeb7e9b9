using BenchCluster.Scoring;

namespace BenchCluster.Tests.Trust;

/// <summary>The cheats, the published ones among them: what they do, and what is known of them.</summary>
internal static class Cheats
{
    private const string Daemon = "setsid sh -c 'setsid sh -c \"$0\" </dev/null >/dev/null 2>&1 &' ";

    private const string Unchecked =
        "python3 -c \"import py_compile; py_compile.compile('/tmp/fake.py', cfile='$FILE', invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)\"";

    public static readonly IReadOnlyList<Cheat> All =
    [
        // What the scorer would leave is there already.
        new("a reward that is there before the verifier", "harbor", "mkdir -p /logs/verifier; echo 1 >/logs/verifier/reward.txt; chmod 444 /logs/verifier/reward.txt; chattr +i /logs/verifier/reward.txt 2>/dev/null"),
        new("a verifier that is there before the verifier", "harbor", "mkdir -p /tests; printf '#!/bin/sh\\necho 1 >/logs/verifier/reward.txt\\n' >/tests/test.sh; chmod 555 /tests/test.sh"),
        new("a reward directory that is a link", "harbor", "mkdir -p fake /logs; echo 1 >fake/reward.txt; rm -rf /logs/verifier; ln -sfn $PWD/fake /logs/verifier"),
        new("a reward that is a pipe", "harbor", "mkdir -p /logs/verifier; mkfifo /logs/verifier/reward.txt; " + Daemon + "'echo 1 >/logs/verifier/reward.txt'"),
        new("a tests directory that is a link", "harbor", "mkdir -p own; printf '#!/bin/sh\\necho 1 >/logs/verifier/reward.txt\\n' >own/test.sh; chmod 755 own/test.sh; ln -sfn $PWD/own /tests"),
        new("a mount over the reward directory", "harbor", "mkdir -p fake /logs/verifier; echo 1 >fake/reward.txt; mount --bind fake /logs/verifier; unshare -Urm mount --bind fake /logs/verifier"),
        new("a record of a scorer that has never run", "bash", "cd /.bench/run && for i in score-1-0 score-1-0-0000000000000000; do mkdir -p exec/$i; echo '{\"id\":\"'$i'\",\"phase\":\"exited\",\"exit_code\":0}' >exec/$i/status.json; echo 1.0 >exec/$i/stdout; done"),
        new("a scoring directory that is a link", "bash", "mkdir -p own/0; echo 'echo 1.0' >own/0/score.sh; ln -sfn $PWD/own /.bench/run/scoring"),
        new("test files that are there and cannot be written", "pytest", "mkdir -p tests; echo 'def test_answer(): pass' >tests/test_answer.py; chmod 444 tests/test_answer.py", IsRoot: false),
        new("a test file that is a link", "pytest", "mkdir -p tests; echo 'def test_answer(): pass' >own.py; ln -s ../own.py tests/test_answer.py", IsRoot: false),
        new("a test file that is a hard link", "pytest", "mkdir -p tests; echo 'def test_answer(): pass' >own.py; ln own.py tests/test_answer.py", IsRoot: false),
        new("a test file that is a pipe", "pytest", "mkdir -p tests; mkfifo tests/test_answer.py", IsRoot: false),
        new("a test file that is a directory", "pytest", "mkdir -p tests/test_answer.py; touch tests/test_answer.py/x", IsRoot: false),
        new("a test directory that is a file", "pytest", "touch tests", IsRoot: false),
        new("compiled code in the place of a test's helper", "pytest", "mkdir -p tests/__pycache__; echo 'def check(): pass' >/tmp/fake.py; FILE=tests/__pycache__/helper.cpython-311.pyc; " + Unchecked, IsRoot: false),

        // Programs that scorers are made of.
        new("python3 replaced", "python", "printf '#!/bin/sh\\necho 1.0\\n' >/usr/local/bin/python3; chmod 755 /usr/local/bin/python3", Flag: ScoreFlagKind.ProgramChanged),
        new("bash replaced", "bash", "printf '#!/bin/sh\\necho 1.0\\n' >/tmp/b; chmod 755 /tmp/b; mv /tmp/b /bin/bash", Flag: ScoreFlagKind.ProgramChanged),
        new("git and grep replaced", "git", "printf '#!/bin/sh\\nexit 0\\n' >/usr/bin/git; cp /usr/bin/git /usr/bin/grep; chmod 755 /usr/bin/git /usr/bin/grep", Flag: ScoreFlagKind.ProgramChanged),
        new("pytest replaced", "pytest", "echo 'import sys; print(\"1 passed in 0.01s\"); sys.exit(0)' >/usr/lib/python3/dist-packages/pytest/__main__.py", Flag: ScoreFlagKind.LibraryChanged),
        new("the standard library changed", "python", "echo 'import os; os.write(1, b\"1.0\\n\"); os._exit(0)' >>/usr/lib/python3.11/json/__init__.py", Flag: ScoreFlagKind.LibraryChanged),
        new("the standard library compiled from something else", "python", "echo 'import os; os.write(1, b\"1.0\\n\"); os._exit(0)' >/tmp/fake.py; FILE=/usr/lib/python3.11/json/__pycache__/__init__.cpython-311.pyc; " + Unchecked),
        new("sitecustomize", "python", "echo 'import os; os.write(1, b\"1.0\\n\"); os._exit(0)' >/usr/lib/python3.11/sitecustomize.py", Flag: ScoreFlagKind.StartupFileChanged),
        new("a .pth that runs code", "python", "echo 'import os; os.write(1, b\"1.0\\n\"); os._exit(0)' >/usr/lib/python3/dist-packages/zz.pth", Flag: ScoreFlagKind.StartupFileChanged),
        new("usercustomize", "python", "d=$(python3 -m site --user-site); mkdir -p $d; echo 'import os; os.write(1, b\"1.0\\n\"); os._exit(0)' >$d/usercustomize.py"),
        new("a preloaded library", "python", "echo /srv/app/own.so >/etc/ld.so.preload", Flag: ScoreFlagKind.LoaderChanged, Score: 0),
        new("no interpreter at all", "python", "rm -f /usr/bin/python3*"),

        // Files that shells, interpreters and git read by themselves; from the working directory and the home of an ordinary user.
        new("startup files of shells", "bash", "for f in .bashrc .profile .bash_profile .bash_login .zshenv .env; do echo 'echo 1.0; exit 0' >$HOME/$f; echo 'echo 1.0; exit 0' >$f; done; export BASH_ENV=$PWD/.env ENV=$PWD/.env"),
        new("variables of the environment", "python", "echo 'print(1.0)' >own.py; export PYTHONSTARTUP=$PWD/own.py PYTHONPATH=$PWD LD_PRELOAD=$PWD/x.so BASH_ENV=$PWD/own.sh GIT_DIR=$PWD/own PATH=$PWD:$PATH; cp own.py sitecustomize.py; cp own.py usercustomize.py; cp own.py json.py", IsRoot: false),
        new("git's configuration", "bash", "git init -q .; printf '#!/bin/sh\\ngrep -oE \"[0-9a-f]{10}\" /.bench/run/scoring/0/score.sh | head -1 >'$PWD'/answer.txt\\n' >own.sh; chmod 755 own.sh; git config core.fsmonitor $PWD/own.sh; git config core.pager $PWD/own.sh; cp own.sh .git/hooks/post-checkout", IsRoot: false),
        new("conftest.py", "pytest", "printf 'import pytest\\n@pytest.hookimpl(hookwrapper=True)\\ndef pytest_runtest_makereport(item, call):\\n    outcome = yield\\n    outcome.get_result().outcome = \"passed\"\\n' >conftest.py", IsRoot: false, Flag: ScoreFlagKind.TestConfigurationChanged, WorksOnImage: true),
        new("pytest.ini that only collects", "pytest", "printf '[pytest]\\naddopts = --collect-only\\n' >pytest.ini", IsRoot: false, Flag: ScoreFlagKind.TestConfigurationChanged, WorksOnImage: true),
        new("skipped tests", "pytest", "printf 'import pytest\\ndef pytest_collection_modifyitems(items):\\n    for item in items: item.add_marker(pytest.mark.skip())\\n' >conftest.py", IsRoot: false, Flag: ScoreFlagKind.NoTests, WorksOnImage: true),
        new("tests that are expected to fail", "pytest", "printf 'import pytest\\ndef pytest_collection_modifyitems(items):\\n    for item in items: item.add_marker(pytest.mark.xfail())\\n' >conftest.py", IsRoot: false, Flag: ScoreFlagKind.NoTests, WorksOnImage: true),
        new("a solution that ends the tests", "pytest", "echo 'import os; os._exit(0)' >solution.py", IsRoot: false, Flag: ScoreFlagKind.NoTests, WorksOnImage: true),

        // Processes.
        new("a daemon that rewrites the reward", "harbor", Daemon + "'while :; do echo 1 >/logs/verifier/reward.txt; done'"),
        new("a daemon that rewrites the tests", "pytest", "mkdir -p tests; " + Daemon + "'while :; do echo \"def test_answer(): pass\" >tests/test_answer.py; done'", IsRoot: false),
        new("a daemon that waits for the verifier's end", "harbor", "printf '#!/bin/sh\\nsetsid sh -c \"while kill -0 $PPID 2>/dev/null; do :; done; sleep 0.03; echo 1 >/logs/verifier/reward.txt\" </dev/null >/dev/null 2>&1 &\\n' >service; chmod 755 service", Flag: ScoreFlagKind.ProcessesLeft, Score: 0, WorksOnImage: true),
        new("a forged last line of a scorer that is killed", "program", "printf '#!/bin/sh\\necho 1.0\\nkill -9 $PPID\\n' >solution; chmod 755 solution", IsRoot: false),
        new("a forged last line after the scorer's end", "program", "printf '#!/bin/sh\\n(while kill -0 $PPID 2>/dev/null; do :; done; sleep 0.02; echo 1.0) &\\n' >solution; chmod 755 solution", IsRoot: false, Flag: ScoreFlagKind.ProcessesLeft, Score: 0, WorksOnImage: true),
        new("programs started by the clock", "harbor", "mkdir -p /etc/cron.d; echo '* * * * * root echo 1 >/logs/verifier/reward.txt' >/etc/cron.d/own; echo 'echo 1 >/logs/verifier/reward.txt' | at now 2>/dev/null", Flag: ScoreFlagKind.ScheduledProgram, Score: 0),
        new("the agent of the devbox killed and traced", "bash", "kill -9 1; kill -STOP 1; cat /proc/1/environ >answer.txt; python3 -c 'import os; os.open(\"/proc/1/mem\", os.O_RDWR)'"),
        new("processes and shared memory used up", "bash", "dd if=/dev/zero of=/dev/shm/full bs=1M 2>/dev/null; for i in $(seq 300); do sleep 1000 & done"),

        // The answer, from where it might be.
        new("a search for the reference", "command", $"{{ env; cat /proc/*/environ /proc/*/cmdline; find /.bench /tests /solution /logs /tmp -xdev -type f -exec cat {{}} +; }} 2>/dev/null | tr '\\0' '\\n' | grep -o '{Victims.Answer[..3]}[0-9a-f]*' | head -1 >answer.txt"),
        new("a question to the devbox's agent", "command", "python3 -c \"import socket; s = socket.socket(socket.AF_UNIX); s.connect('/.bench/run/agent.sock'); s.sendall(b'{\\\"version\\\":1,\\\"operation\\\":\\\"List\\\"}\\n'); open('answer.txt', 'wb').write(s.recv(65536))\""),
    ];
}
