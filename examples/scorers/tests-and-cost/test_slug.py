"""Runs slug() in a process of its own, as nobody, and compares what it prints: nothing of the agent's is in the one that judges."""
import json
import subprocess

CASES = {
    "Hello,  World!": "hello-world",
    "already-a-slug": "already-a-slug",
    "  --Top 10: C# & F#--  ": "top-10-c-f",
    "": "",
}
PROGRAM = "import json, sys; sys.path.insert(0, '.'); import slug; print(json.dumps([slug.slug(title) for title in json.load(sys.stdin)]))"

# Without the scorer's environment, which has the reference and may have secrets.
run = subprocess.run(
    ["/usr/bin/python3", "-I", "-c", PROGRAM], input=json.dumps(list(CASES)), env={}, user="nobody", group="nogroup",
    extra_groups=[], capture_output=True, text=True, timeout=30)
print(run.stdout, run.stderr)
said = json.loads(run.stdout.splitlines()[-1])
for (title, expected), got in zip(CASES.items(), said, strict=True):
    assert got == expected, f"slug({title!r}) is {got!r}, not {expected!r}"
