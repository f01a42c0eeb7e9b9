"""What the checks of every task share: running the agent's work without trusting it, and telling the result.

The same file is in the tests/ of each task, because a task goes into its box alone. Run with `python3 -I -S`, so
that nothing that was installed beside the standard library is loaded.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent
REPORT = Path("/logs/verifier/ctrf.json")
PYTHON = "/usr/bin/python3"

# The agent's programs run as this user, who can read neither tests/ nor write the reward.
GUEST = 1000


@dataclass
class Outcome:
    """How a program of the agent's ended. `status` is None when it was still running at its time limit."""

    status: int | None
    stdout: bytes
    stderr: bytes

    @property
    def text(self):
        return self.stdout.decode("utf-8", "replace")

    def __str__(self):
        end = "did not end in time" if self.status is None else f"ended with status {self.status}"
        return f"{end}; it said:\n{self.stderr[-2000:].decode('utf-8', 'replace')}"


def run(argv, *, cwd="/", stdin=b"", timeout=10, env=None, memory_mb=None):
    """Runs a program as the guest, in an environment of its own, and ends what it leaves in its process group."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 20, 256 << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory_mb is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))

    variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", **(env or {})}
    # Files, not pipes: a process that is left in the background cannot keep this one waiting.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(
            [str(word) for word in argv], cwd=cwd, env=variables, stdin=given, stdout=out, stderr=err,
            user=GUEST, group=GUEST, extra_groups=[], umask=0o022, start_new_session=True, preexec_fn=limit)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        out.seek(0)
        err.seek(0)
        return Outcome(status, out.read(), err.read())


def read(path, limit=10 << 20):
    """The content of a file of the agent's, which must be a plain file of a reasonable size."""
    path = Path(path)
    if not path.is_file() or path.is_symlink():
        raise AssertionError(f"{path} is not there, or is not a plain file")
    if path.stat().st_size > limit:
        raise AssertionError(f"{path} has more than {limit} bytes")
    return path.read_bytes()


def fresh_folder():
    """An empty folder of the guest's."""
    folder = Path(tempfile.mkdtemp(prefix="check-"))
    os.chown(folder, GUEST, GUEST)
    return folder


def fresh_copy(source, name=None):
    """A copy of a file or folder of the agent's in a fresh folder, owned by the guest."""
    source = Path(source)
    if source.is_symlink() or not source.exists():
        raise AssertionError(f"{source} is not there, or is a link")
    target = fresh_folder() / (name or source.name)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)
    for path in [target, *target.rglob("*")]:
        os.chown(path, GUEST, GUEST, follow_symlinks=False)
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o700 if path.is_dir() else 0o600))
    return target


class Result(unittest.TextTestResult):
    """Keeps one line per check for the report."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.lines = []

    def addError(self, test, err):
        super().addError(test, err)
        if not isinstance(test, unittest.TestCase):  # what goes before the checks of a class failed, and they are not run
            self.lines.append({"name": str(test), "status": "failed", "duration": 0, "message": self.errors[-1][1][-2000:]})

    def startTest(self, test):
        self.began = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        bad = [text for broken, text in self.failures + self.errors
               if broken is test or getattr(broken, "test_case", None) is test]
        line = {
            "name": test.shortDescription() or test.id(),
            "status": "failed" if bad else "passed",
            "duration": round((time.monotonic() - self.began) * 1000),
        }
        if bad:
            line["message"] = bad[0][-2000:]
        self.lines.append(line)
        super().stopTest(test)


def main():
    sys.path.insert(0, str(TESTS))
    began = round(time.time() * 1000)
    suite = unittest.defaultTestLoader.loadTestsFromName("checks")
    result = unittest.TextTestRunner(sys.stdout, verbosity=2, resultclass=Result).run(suite)
    passed = sum(line["status"] == "passed" for line in result.lines)
    REPORT.write_text(json.dumps({"results": {
        "tool": {"name": "unittest"},
        "summary": {
            "tests": len(result.lines), "passed": passed, "failed": len(result.lines) - passed,
            "pending": 0, "skipped": 0, "other": 0, "start": began, "stop": round(time.time() * 1000),
        },
        "tests": result.lines,
    }}, indent=1))
    return 0 if result.wasSuccessful() and passed == suite.countTestCases() > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
