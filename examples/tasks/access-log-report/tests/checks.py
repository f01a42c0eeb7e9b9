"""Works out the answers from the requests that the logs were made of, not from their lines."""

import json
import math
import unittest
from collections import Counter, defaultdict

import harness
import make_logs


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class ReportChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        requests = make_logs.requests()
        cls.requests = [request for request in requests if not request.is_check]
        cls.health = sorted((request for request in requests if request.is_check), key=lambda request: request.began)
        cls.report = json.loads(harness.read("/app/report.json"))

    def test_requests(self):
        """1. How many requests there were"""
        self.assertEqual(self.report["requests"], len(self.requests))

    def test_requests_per_day(self):
        """2. How many there were each day"""
        self.assertEqual(self.report["requests_per_day"],
                         Counter(request.began.date().isoformat() for request in self.requests))

    def test_slowest_route(self):
        """3. The slowest route"""
        times = defaultdict(list)
        for request in self.requests:
            if request.route:
                times[request.route].append(request.milliseconds)
        percentiles = {route: sorted(values)[math.ceil(len(values) * 95 / 100) - 1]
                       for route, values in times.items() if len(values) >= 50}
        slowest = max(percentiles, key=percentiles.get)
        self.assertEqual(self.report["slowest_route"], {"route": slowest, "p95_ms": percentiles[slowest]})

    def test_most_errors(self):
        """4. The clients with the most errors"""
        errors = Counter(request.client for request in self.requests if 500 <= request.status <= 599)
        order = sorted(errors, key=lambda client: (-errors[client], client))
        self.assertEqual(self.report["most_errors"], [{"client": client, "errors": errors[client]} for client in order[:3]])

    def test_longest_outage(self):
        """5. The longest outage"""
        series, longest = [], []
        for check in self.health:
            series = [*series, check] if check.status != 200 else []
            longest = max(longest, series, key=len)
        self.assertEqual(self.report["longest_outage"], {
            "first": stamp(longest[0].began), "last": stamp(longest[-1].began), "checks": len(longest)})
