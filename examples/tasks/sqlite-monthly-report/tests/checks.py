"""Runs the agent's query on databases with known content, and works out the report from that content."""

import sqlite3
import tempfile
import time
import unittest
from collections import Counter, defaultdict
from pathlib import Path

import harness
import make_database

COLUMNS = ["month", "new_customers", "revenue_cents", "cumulative_cents", "top_category"]
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}


def months_between(first, last):
    year, month = map(int, first.split("-"))
    while f"{year:04}-{month:02}" <= last:
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def right_report(tables):
    emails = {number: email.lower() for number, email, _ in tables["customers"]}
    categories = {number: category or "other" for number, _, category in tables["products"]}
    paid = {number: (customer, at) for number, customer, at, status in tables["orders"] if status == "paid"}
    if not paid:
        return []
    first_order = {}
    for customer, at in paid.values():
        email = emails[customer]
        first_order[email] = min(first_order.get(email, at), at)
    new_customers = Counter(at[:7] for at in first_order.values())
    revenue, by_category = Counter(), defaultdict(Counter)
    for order, product, quantity, unit, discount in tables["order_lines"]:
        if order in paid:
            month, worth = paid[order][1][:7], quantity * unit - (discount or 0)
            revenue[month] += worth
            by_category[month][categories[product]] += worth
    refunds = [(at[:7], cents) for _, order, at, cents in tables["refunds"] if order in paid]
    for month, cents in refunds:
        revenue[month] -= cents
    ordered = [at[:7] for _, at in paid.values()]
    report, cumulative = [], 0
    for month in months_between(min(ordered), max(ordered + [month for month, _ in refunds])):
        cumulative += revenue[month]
        worth = by_category[month]
        top = min(worth, key=lambda category: (-worth[category], category.encode())) if worth else None
        report.append((month, new_customers[month], revenue[month], cumulative, top))
    return report


def small(orders, lines=(), refunds=(), customers=((1, "a@example.org", None),), products=((1, "p", "books"),)):
    return {"customers": list(customers), "products": list(products), "orders": list(orders),
            "order_lines": list(lines), "refunds": list(refunds)}


class ReportChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.query = harness.read("/app/report.sql").decode()
        cls.folder = Path(tempfile.mkdtemp())

    def compare(self, tables):
        path = self.folder / f"{self.id()}-{time.monotonic_ns()}.db"
        make_database.write(path, tables)
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
        end = time.monotonic() + 10
        database.set_progress_handler(lambda: time.monotonic() > end, 10000)
        cursor = database.execute(self.query)
        self.assertEqual([column[0] for column in cursor.description or []], COLUMNS)
        right = right_report(tables)
        report = cursor.fetchmany(len(right) + 100)
        for row, wanted in zip(report, right):
            self.assertEqual(row, wanted)
            self.assertEqual([type(value) for value in row], [type(value) for value in wanted], row)
        self.assertEqual(len(report), len(right))

    def test_the_database_at_hand(self):
        """The report of the database at hand"""
        self.compare(make_database.rows(seed=1))

    def test_other_databases(self):
        """The reports of other databases"""
        for seed in range(2, 12):
            with self.subTest(seed):
                self.compare(make_database.rows(seed, orders=300 if seed % 2 else 60, days=200 + 40 * seed))

    def test_no_paid_orders(self):
        """No rows without paid orders"""
        self.compare(small([]))
        self.compare(small([(1, 1, "2024-01-31 10:00:00", "pending")], [(1, 1, 1, 100, None)],
                           [(1, 1, "2024-02-01 00:00:00", 100)]))

    def test_a_year_without_orders(self):
        """Months in which nothing happened, and refunds after the last order"""
        self.compare(small(
            [(1, 1, "2023-11-30 23:59:59", "paid"), (2, 1, "2025-02-01 00:00:00", "paid"), (3, 1, "2025-12-01 00:00:00", "cancelled")],
            [(1, 1, 2, 700, 50), (1, 1, 1, 100, None), (2, 1, 1, 300, 300)],
            [(1, 1, "2024-01-01 00:00:00", 500), (2, 1, "2024-01-31 00:00:00", 200), (3, 2, "2025-04-30 23:59:59", 100),
             (4, 3, "2026-01-01 00:00:00", 999)]))

    def test_ties_and_nothing_to_compare(self):
        """Equal categories, orders without lines, categories worth nothing"""
        self.compare(small(
            [(1, 1, "2024-01-05 10:00:00", "paid"), (2, 1, "2024-02-05 10:00:00", "paid"), (3, 1, "2024-03-05 10:00:00", "paid")],
            [(1, 1, 1, 500, None), (1, 2, 1, 500, 0), (1, 3, 2, 150, None), (1, 4, 2, 100, None), (3, 1, 1, 100, 100), (3, 2, 1, 50, 90)],
            products=[(1, "p", "books"), (2, "q", "Books"), (3, "r", None), (4, "s", "other")]))

    def test_one_customer_of_many_spellings(self):
        """Addresses that differ in case only"""
        self.compare(small(
            [(1, 2, "2024-01-05 10:00:00", "paid"), (2, 1, "2024-02-05 10:00:00", "paid"), (3, 3, "2024-02-06 10:00:00", "paid"),
             (4, 4, "2024-01-01 00:00:00", "cancelled"), (5, 4, "2024-03-01 00:00:00", "paid")],
            customers=[(1, "Kim@Example.org", "Kim"), (2, "kim@example.ORG", None), (3, "kim@example.org", ""), (4, "kim2@example.org", "Kim")]))
