"""Runs the agent's program on price lists whose content is known, because they were made from it."""

import csv
import io
import unittest

import harness
import make_prices


class CleaningChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = harness.fresh_folder() / "clean.py"
        cls.program.write_bytes(harness.read("/app/clean.py"))

    def compare(self, wanted):
        folder = harness.fresh_folder()
        (folder / "list.csv").write_bytes(wanted.content)
        outcome = harness.run([harness.PYTHON, "-I", "-B", self.program, "list.csv", "clean.csv", "rejects.csv"], cwd=folder)
        self.assertEqual(outcome.status, 0, outcome)
        self.compare_records(folder / "rejects.csv", [["line", "reason"], *wanted.rejects])
        self.compare_records(folder / "clean.csv", [make_prices.COLUMNS, *wanted.clean])

    def compare_records(self, path, wanted):
        records = [record for record in csv.reader(io.StringIO(harness.read(path).decode("utf-8"), newline=""))]
        for number, (record, right) in enumerate(zip(records, wanted), 1):
            self.assertEqual(record, right, f"{path.name}, record {number}")
        self.assertEqual(len(records), len(wanted), path.name)

    def test_the_list_at_hand(self):
        """The list at hand"""
        self.compare(make_prices.price_list(seed=1, encoding="utf-8-sig", newline="\r\n"))

    def test_other_columns(self):
        """Columns in another order, and more of them"""
        for seed in (2, 3, 4):
            self.compare(make_prices.price_list(seed, extra_columns=True))

    def test_windows_1252(self):
        """Lists in Windows-1252"""
        for seed in (5, 6, 7):
            self.compare(make_prices.price_list(seed, encoding="cp1252", newline="\r\n" if seed % 2 else "\n", extra_columns=seed == 7))

    def test_small_lists(self):
        """Lists with a few rows, or none"""
        for seed in range(20, 40):
            self.compare(make_prices.price_list(seed, rows=seed - 20))

    def test_a_long_list(self):
        """A list of two thousand rows"""
        self.compare(make_prices.price_list(seed=8, rows=2000))
