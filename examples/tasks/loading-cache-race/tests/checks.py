"""Says what must be seen in each of the situations of driver.py."""

import json
import secrets
import unittest

import harness

DRIVER = (harness.TESTS / "driver.py").read_text()
MOST_STUCK = 2


class CacheChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.package = harness.fresh_copy("/app/loadcache").parent
        cls.word = secrets.token_hex(6)
        cls.stuck = 0

    def see(self, situation):
        if self.stuck == MOST_STUCK:  # each costs seconds of waiting, and the task has failed already
            self.fail(f"not tried: {self.stuck} situations got stuck before")
        outcome = harness.run([harness.PYTHON, "-I", "-B", "-c", DRIVER, self.package, situation, self.word], timeout=30)
        self.assertEqual(outcome.status, 0, outcome)
        seen = json.loads(outcome.text)
        if isinstance(seen, str) and seen.startswith("stuck"):
            type(self).stuck += 1
        return seen

    def values(self, *names):
        return [f"{self.word} {name}" for name in names]

    def test_one_load(self):
        """Calls for the same key at the same time load once"""
        self.assertEqual(self.see("one_load"), {
            "results": self.values("a 1") * 8, "loads": ["a"], "again": f"{self.word} a 1",
            "stats": {"hits": 0, "misses": 8, "loads": 1, "failures": 0}})

    def test_side_by_side(self):
        """Loads of different keys run side by side"""
        self.assertEqual(self.see("side_by_side"), self.values("a", "b", "c"))

    def test_others_do_not_wait(self):
        """A slow load does not hold up anything else"""
        self.assertEqual(self.see("others_do_not_wait"), [
            *self.values("kept 1", "new 1"), None, None, 1, 3, "still running", *self.values("slow 1")])

    def test_failure(self):
        """A failure reaches all who waited, and is not kept"""
        self.assertEqual(self.see("failure"), {
            "results": 1, "kinds": ["Planned"], "kept": 0, "next": f"{self.word} a",
            "stats": {"hits": 0, "misses": 7, "loads": 2, "failures": 1}})

    def test_nested(self):
        """Loaders ask for other keys"""
        self.assertEqual(self.see("nested"), [f"{self.word} 0+++++", f"{self.word} 0+"])

    def test_own_key(self):
        """A loader that asks for its own key gets LoadCycle"""
        self.assertEqual(self.see("own_key"), {
            "seen": ["LoadCycle"], "result": f"{self.word} a", "again": f"{self.word} a", "is a RuntimeError": True})

    def test_circles(self):
        """Circles of loads are broken at one place"""
        self.assertEqual(self.see("circle_of_two"), ["cycle", "got cyc"])
        self.assertEqual(self.see("circle_of_four"), ["cycle", "got cyc", "got got", "got got"])

    def test_uncaught_circle(self):
        """A circle that nobody expects ends with the exception for all"""
        self.assertEqual(self.see("uncaught_circle"), {"results": ["LoadCycle", "LoadCycle"], "next": self.values("0", "1")})

    def test_chain(self):
        """Waiting in a row is not a circle"""
        self.assertEqual(self.see("chain"), self.values("c", "cb", "cba", "cbd", "cb"))

    def test_invalidated_load(self):
        """A load that was invalidated is not kept, whenever it ends"""
        for situation in ("invalidated_load_ends_first", "invalidated_load_ends_last"):
            self.assertEqual(self.see(situation), {
                "old": self.values("a 1") * 2, "new": self.values("a 2") * 2, "kept": f"{self.word} a 2", "dropped": []}, situation)

    def test_invalidated_load_fails(self):
        """The failure of a load that was invalidated does not touch the new one"""
        self.assertEqual(self.see("invalidated_load_fails"), {"old": "Planned", "new": self.values("1") * 2, "loads": 2})

    def test_callback(self):
        """The callback may use the cache"""
        seen = self.see("callback_uses_cache")
        self.assertIsInstance(seen, dict, seen)
        self.assertEqual(seen["results"], [f"{self.word} a 1", None, *self.values("b 1", "b 2", "c 1", "d 1", "e 1")])
        self.assertEqual(seen["seen"], [[key, f"{self.word} {key} 1", True, self.word, True, True] for key in "ab"] +
                         [["b", f"{self.word} b 2", True, self.word, True, True]])

    def test_slow_callback(self):
        """The callback may take its time"""
        self.assertEqual(self.see("callback_takes_its_time"), [*self.values("a 2", "b 1"), None, 1, 3, "still running", None])

    def test_one_thread(self):
        """With one thread all is as before"""
        self.assertEqual(self.see("one_thread"), {
            "values": self.values("a 1", "b 1", "c 1", "a 1", "b 1", "d 1", "c 2", "d 1", "b 2", "d 2"),
            "dropped": [["c", f"{self.word} c 1"], ["a", f"{self.word} a 1"], ["b", f"{self.word} b 1"], ["d", f"{self.word} d 1"],
                        ["b", f"{self.word} b 2"]],
            "length": 2, "stats": {"hits": 3, "misses": 7, "loads": 7, "failures": 0}})

    def test_stress(self):
        """Many threads do everything at once"""
        self.assertEqual(self.see("stress"), {
            "results": ["done"], "wrong": [], "left": 0, "enough": True, "gets": 0, "loads": 0, "failures": 0})
