#!/usr/bin/env python3
"""Makes a benchmark of an example: its secrets, custom scorers, scenario. Prints the benchmark's id.

    eval "$(./bench env)"
    python3 examples/scorers/create.py answer-length

example.json is what the API is sent, but that "script" of a scorer and "file" of a test file name a file beside it, and
${NAME} and ${NAME:-default} are variables of this program's environment.
"""
import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


def resolved(value):
    """The value with the variables in its texts replaced."""
    if isinstance(value, dict):
        return {name: resolved(field) for name, field in value.items()}
    if isinstance(value, list):
        return [resolved(item) for item in value]
    return VARIABLE.sub(variable, value) if isinstance(value, str) else value


def variable(match):
    found = os.environ.get(match[1]) or match[2]
    if found is None:
        sys.exit(f"The variable {match[1]} is not set.")
    return found


class Exists(Exception):
    """Something of that name is there already."""


def call(method, path, body=None):
    request = urllib.request.Request(
        os.environ["RUNLOOP_BASE_URL"].rstrip("/") + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + os.environ["RUNLOOP_API_KEY"], "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        if error.code == 409:
            raise Exists from error
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


def main():
    if len(sys.argv) != 2 or "RUNLOOP_API_KEY" not in os.environ:
        sys.exit('usage: eval "$(./bench env)"; create.py EXAMPLE')
    folder = Path(__file__).parent / sys.argv[1]
    example = resolved(json.loads((folder / "example.json").read_text()))

    for name, value in example.get("secrets", {}).items():
        try:
            call("POST", "/v1/secrets", {"name": name, "value": value})
        except Exists:
            call("POST", f"/v1/secrets/{name}", {"value": value})

    for scorer in example.get("scorers", []):
        body = {"type": scorer["type"], "bash_script": (folder / scorer["script"]).read_text()}
        try:
            call("POST", "/v1/scenarios/scorers", body)
        except Exists:
            known = call("GET", "/v1/scenarios/scorers?limit=5000")["scorers"]
            found = next(known_one["id"] for known_one in known if known_one["type"] == scorer["type"])
            call("POST", f"/v1/scenarios/scorers/{found}", body)

    scenario = example["scenario"]
    for function in scenario["scoring_contract"]["scoring_function_parameters"]:
        for file in function["scorer"].get("test_files", []):
            file["file_contents"] = (folder / file.pop("file")).read_text()
    created = call("POST", "/v1/scenarios", scenario)
    print(call("POST", "/v1/benchmarks", {"name": scenario["name"], "scenario_ids": [created["id"]]})["id"])


main()
