"""Makes the logs of the task: the same ones, to the byte, each time."""

import gzip
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

UTC = timezone.utc
START = datetime(2024, 3, 29, 21, 30, tzinfo=UTC)
END = datetime(2024, 4, 2, 5, 0, tzinfo=UTC)
SUMMER = datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
NEW_SERVER = datetime(2024, 3, 31, 17, 20, tzinfo=UTC)
ROTATED = [datetime(2024, 3, day, 22, 30, tzinfo=UTC) for day in (30, 31)] + [datetime(2024, 4, 1, 22, 30, tzinfo=UTC)]

AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15",
    "curl/8.5.0", "shop-app/3.2 (Android 14)", '"quoted\\agent" HTTP/1.1" 500 0', "HealthChecker/2.0 (not ours)", "-",
]

CLIENTS = [f"203.0.113.{number}" for number in (7, 19, 23, 42, 77, 101, 118, 200, 211, 240)] + \
          [f"198.51.100.{number}" for number in (3, 9, 14, 66, 90, 131)] + \
          ["2001:db8::17", "2001:db8:4::a1", "192.0.2.55", "192.0.2.8"]

# How many errors clients get; the third and the fourth have equally many.
ERRORS = {"203.0.113.42": 41, "2001:db8::17": 35, "203.0.113.19": 29, "198.51.100.66": 29, "192.0.2.8": 27,
          "203.0.113.7": 14, "198.51.100.3": 9, "192.0.2.55": 6}

# Path, method, typical milliseconds, share of slow ones, how often.
ROUTES = [
    ("/", "GET", 12, 0.01, 120), ("/api/search", "GET", 90, 0.045, 90), ("/api/orders", "POST", 160, 0.04, 45),
    ("/api/orders/:id", "GET", 45, 0.055, 160), ("/api/carts/:id/items", "POST", 55, 0.02, 80),
    ("/api/carts/:id/items/:id", "DELETE", 50, 0.03, 25), ("/api/exports/:id", "GET", 2600, 0.3, 1),
    ("/static/app-3f9.js", "GET", 4, 0.0, 150), ("/api/v2/products/:id", "GET", 30, 0.02, 140),
]


@dataclass
class Request:
    began: datetime
    peer: str
    forwarded: str
    client: str
    line: str
    route: str | None
    status: int
    size: str
    agent: str
    milliseconds: int
    id: str

    @property
    def is_check(self):
        return self.agent.startswith("HealthCheck/")

    @property
    def ended(self):
        return self.began + timedelta(milliseconds=self.milliseconds)

    def text(self, rng):
        offset = timedelta(hours=2 if self.began >= SUMMER else 1)
        if self.peer == "10.0.0.3":
            offset = timedelta(0)
        when = self.began.astimezone(timezone(offset)).strftime("%d/%b/%Y:%H:%M:%S %z")
        spent = f"{self.milliseconds}ms" if self.ended >= NEW_SERVER else f"{self.milliseconds / 1000:.3f}"
        referrer = rng.choice(["-", "-", "https://shop.example/", 'https://shop.example/?q="red shoes"'])
        return (f'{self.peer} - - [{when}] "{quote(self.line)}" {self.status} {self.size} "{quote(referrer)}" '
                f'"{quote(self.agent)}" rt={spent} xff="{quote(self.forwarded)}" id={self.id}')


def quote(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


def some_id(rng):
    if rng.random() < 0.6:
        return str(rng.choice([rng.randint(1, 99999), rng.randint(1, 9)]))
    digits = "".join(rng.choice("0123456789abcdef") for _ in range(32))
    parts = "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])
    return parts.upper() if rng.random() < 0.3 else parts


def path_of(rng, route):
    path = "/".join(some_id(rng) if segment == ":id" else segment for segment in route.split("/"))
    if route != "/" and rng.random() < 0.12:
        path += "/"
    if rng.random() < 0.25:
        path += rng.choice(["?page=2", "?q=red+shoes", "?next=/api/orders/17", "?", "?debug=1/"])
    return path


def way(rng, client):
    """The peer and the X-Forwarded-For header of a request by a client."""
    roll = rng.random()
    if roll < 0.2:
        return client, "-"
    if roll < 0.3:
        return client, rng.choice(["203.0.113.42", "2001:db8::17", "127.0.0.1"])
    peer = rng.choice(["10.0.0.2", "10.0.0.3"])
    before = rng.choice(["", "", "", "203.0.113.42, ", "198.51.100.250,  ", "10.1.2.3, "])
    after = rng.choice(["", "", "", ", 10.20.0.1", ",10.20.0.1, 10.9.9.9"])
    return peer, before + client + after


def shop_requests(rng):
    requests = []
    minutes = int((END - START).total_seconds() // 60)
    for _ in range(5183):
        route, method, typical, slow, _ = rng.choices(ROUTES, [route[4] for route in ROUTES])[0]
        spent = int(rng.lognormvariate(0, 0.35) * typical) + 1
        if rng.random() < slow:
            spent = spent * 12 + rng.randint(200, 900)
        client = rng.choice(CLIENTS)
        peer, forwarded = way(rng, client)
        if rng.random() < 0.01:
            peer, forwarded, client = "10.0.0.2", rng.choice(["-", "10.7.7.7"]), "10.0.0.2"
        line, route = f"{method} {path_of(rng, route)} HTTP/{rng.choice(['1.1', '2.0'])}", f"{method} {route}"
        status = rng.choices([200, 201, 304, 404, 403, 302], [80, 5, 8, 4, 1, 2])[0]
        if rng.random() < 0.012:
            line, route, status, spent = rng.choice(["-", "\\x16\\x03\\x01\\x02", "GET /a b HTTP/1.1", "GET /"]), None, 400, 0
        requests.append(Request(
            began=START + timedelta(seconds=rng.randrange(minutes * 60)), peer=peer, forwarded=forwarded, client=client,
            line=line, route=route, status=status, size=str(rng.randint(0, 90000)) if status != 304 else "-",
            agent=rng.choice(AGENTS), milliseconds=spent, id=f"{rng.getrandbits(64):016x}"))
    for client, count in ERRORS.items():
        for request in rng.sample([one for one in requests if one.client == client and one.route], count):
            request.status = rng.choice([500, 502, 503, 504, 599])
    return requests


def health_checks(rng):
    """One every two minutes. What looks like an outage of 15 checks is cut in two by one that went well and took long,
    so that it stands later in the log; the longest one has a check that was answered, but not with 200."""
    checks = []
    at = START
    bad = {number: 503 for first, count in ((200, 4), (611, 8), (1300, 3), (1788, 15), (2050, 9)) for number in range(first, first + count)}
    bad[1795] = 200
    bad[615] = 500
    bad[2053] = 204
    number = 0
    while at < END:
        status = bad.get(number, 200)
        peer = "10.0.0.2" if number % 3 else "10.0.0.3"
        checks.append(Request(
            began=at, peer=peer, forwarded="-", client=peer, line="GET /healthz HTTP/1.1", route="GET /healthz",
            status=status, size="2", agent=f"HealthCheck/1.{number % 2}", id=f"{rng.getrandbits(64):016x}",
            milliseconds=700_000 if number == 1795 else 5000 if status == 503 else rng.randint(1, 9)))
        at += timedelta(seconds=120)
        number += 1
    return checks


def requests():
    rng = random.Random(20240329)
    return sorted(shop_requests(rng) + health_checks(rng), key=lambda request: request.ended)


def write(folder):
    rng = random.Random(7)
    files = [[] for _ in range(len(ROTATED) + 1)]
    for request in requests():
        files[sum(request.ended >= time for time in ROTATED)].append(request.text(rng))
    for number in range(len(ROTATED)):
        # The new file begins with the end of the old one, whose last line is cut off.
        again = files[number][-rng.randint(15, 40):]
        files[number + 1][:0] = again
        cut = len(again[-1]) - (5 if number % 2 else 60)
        files[number][-1] = again[-1][:cut]
    for lines in files:
        for rubbish in ("", "\0" * 64, "logrotate: reopened", lines[40][:-3], lines[77][30:], "10.0.0.2 - - [29/Mar/2024"):
            lines.insert(rng.randrange(1, len(lines) - 1), rubbish)

    folder = Path(folder)
    folder.mkdir(parents=True)
    for age, lines in enumerate(reversed(files)):
        content = "\n".join(lines).encode() + (b"\n" if age == 0 else b"")
        name = "access.log" + (f".{age}" if age else "")
        if age >= 2:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
        else:
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(sys.argv[1])
