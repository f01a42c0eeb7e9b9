#!/bin/bash
set -euo pipefail
python3 - <<'PYTHON'
import gzip
import ipaddress
import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timezone
from pathlib import Path

TEXT = r'"((?:[^"\\]|\\.)*)"'
LINE = re.compile(
    rf'(\S+) - - \[([^\]]+)\] {TEXT} (\d{{3}}) (\d+|-) {TEXT} {TEXT} rt=(\d+\.\d+|\d+ms) xff={TEXT} id=([0-9a-f]{{16}})')
REQUEST_LINE = re.compile(r'([A-Z]+) (/\S*) HTTP/[\d.]+')
ID = re.compile(r'\d+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}')
OURS = ipaddress.ip_network("10.0.0.0/8")


def ours(address):
    return ipaddress.ip_address(address) in OURS


def client(peer, forwarded):
    if not ours(peer) or forwarded == "-":
        return peer
    return next((address for address in reversed(re.split(r"[, ]+", forwarded)) if not ours(address)), peer)


def route(line):
    match = REQUEST_LINE.fullmatch(line)
    if not match:
        return None
    path = match[2].split("?")[0]
    path = path.removesuffix("/") or "/"
    return match[1] + " " + "/".join(":id" if ID.fullmatch(segment) else segment for segment in path.split("/"))


requests = {}
for path in Path("/app/logs").iterdir():
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.decode().split("\n"):
        match = LINE.fullmatch(line)
        if match:
            peer, time, request, status, _, _, agent, spent, forwarded, name = match.groups()
            requests[name] = dict(
                began=datetime.strptime(time, "%d/%b/%Y:%H:%M:%S %z").astimezone(timezone.utc), client=client(peer, forwarded),
                route=route(request), status=int(status), check=agent.startswith("HealthCheck/"),
                spent=int(spent[:-2]) if spent.endswith("ms") else round(float(spent) * 1000))

real = [request for request in requests.values() if not request["check"]]
checks = sorted((request for request in requests.values() if request["check"]), key=lambda request: request["began"])

times = defaultdict(list)
for request in real:
    if request["route"]:
        times[request["route"]].append(request["spent"])
p95 = {name: sorted(spent)[-(-len(spent) * 95 // 100) - 1] for name, spent in times.items() if len(spent) >= 50}
slowest = max(p95, key=p95.get)

errors = Counter(request["client"] for request in real if request["status"] // 100 == 5)

longest, series = [], []
for check in checks:
    series = series + [check["began"]] if check["status"] != 200 else []
    longest = series if len(series) > len(longest) else longest

Path("/app/report.json").write_text(json.dumps({
    "requests": len(real),
    "requests_per_day": Counter(request["began"].strftime("%Y-%m-%d") for request in real),
    "slowest_route": {"route": slowest, "p95_ms": p95[slowest]},
    "most_errors": [{"client": name, "errors": count}
                    for name, count in sorted(errors.items(), key=lambda item: (-item[1], item[0]))[:3]],
    "longest_outage": {"first": longest[0].strftime("%Y-%m-%dT%H:%M:%SZ"), "last": longest[-1].strftime("%Y-%m-%dT%H:%M:%SZ"),
                       "checks": len(longest)},
}, indent=2))
print(Path("/app/report.json").read_text())
PYTHON
