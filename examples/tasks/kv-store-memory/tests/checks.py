"""Compares the agent's kv with a model of it, under tools that report wrong uses of memory."""

import random
import unittest

import harness

GCC = ["/usr/bin/gcc", "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-g"]
SANITIZED = ["-O1", "-fno-omit-frame-pointer", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# Leaks are left to valgrind: the leak sanitizer needs ptrace, which a box may not have.
SANITIZER_OPTIONS = {"ASAN_OPTIONS": "detect_leaks=0:halt_on_error=1:exitcode=99:log_path=stderr",
                     "UBSAN_OPTIONS": "halt_on_error=1:exitcode=99:log_path=stderr"}
VALGRIND = ["/usr/bin/valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect"]


class Model:
    """What README.md says."""

    def __init__(self):
        self.values = {}
        self.last = None

    def answer(self, line):
        name, space, rest = line.partition(b" ")
        first, second_space, after_first = rest.partition(b" ")
        second = after_first.partition(b" ")[0]
        if name in (b"SET", b"APPEND") and is_key(first) and second_space:
            return self.write(name, first, after_first)
        if name == b"GET" and is_key(first):
            self.last = first if first in self.values else self.last
            return self.values.get(first, b"(none)")
        if name == b"DEL" and is_key(first):
            self.last = None if self.last == first else self.last
            return b"0" if self.values.pop(first, None) is None else b"1"
        if name == b"RENAME" and is_key(first) and is_key(second):
            return self.rename(first, second)
        if name == b"COUNT":
            return b"%d" % len(self.values)
        if name == b"KEYS":
            return b"\n".join([*sorted(key for key in self.values if key.startswith(first)), b"END"])
        if name == b"LAST":
            return self.last or b"(none)"
        return b"ERR"

    def write(self, name, key, text):
        before = self.values.get(key, b"") if name == b"APPEND" else b""
        self.values[key] = before + text
        self.last = key
        return b"OK" if name == b"SET" else b"%d" % len(self.values[key])

    def rename(self, old, new):
        if old not in self.values:
            return b"(none)"
        self.values[new] = self.values.pop(old)
        self.last = new
        return b"OK"


def is_key(word):
    return 1 <= len(word) <= 200


def random_commands(seed, count):
    """A life of a store, with all that a sequence of commands may hold."""
    rng = random.Random(seed)
    names = [b"k%d" % number for number in range(rng.choice([3, 12, 60]))] + [b"x" * 200, b"y" * 199, b"a\xff\xc3"]

    def key():
        return rng.choice(names) if rng.random() < 0.97 else b"z" * rng.choice([0, 200, 201, 5000])

    def text():
        length = rng.choice([0, 1, 7, 8, 15, 16, 23, 24, 25, 40, 100, 1000])
        return bytes(rng.choice(b"abc xyz  \xe4") for _ in range(length))

    def command():
        return rng.choice([
            lambda: b"SET %s %s" % (key(), text()), lambda: b"SET %s %s" % (key(), text()),
            lambda: b"GET %s" % key(), lambda: b"APPEND %s %s" % (key(), text()),
            lambda: b"DEL %s" % key(), lambda: b"RENAME %s %s" % (key(), key()),
            lambda: b"COUNT", lambda: b"LAST", lambda: b"KEYS " + rng.choice([b"", b"k", b"k1", b"q", b"x" * 300]),
            lambda: rng.choice([b"", b" ", b"GET", b"SET", b"SET k1", b"APPEND k2", b"RENAME k1", b"get k1", b"SETT k1 v",
                                b"DEL ", b"KEYS", b"C" * 15, b"C" * 16, b"C" * 17, b"LONG" * 40 + b" k1", b"GET k1 rest"]),
        ])()

    return [command() for _ in range(count)]


def sequences(count, length):
    return [random_commands(seed, length) for seed in range(count)] + [
        [b"SET a 1", b"LAST", b"DEL a", b"LAST", b"SET b 2", b"LAST"],
        [b"SET a 1", b"RENAME a a", b"GET a", b"LAST", b"COUNT", b"DEL a", b"COUNT"],
        [b"SET a 1", b"SET b 2", b"GET b", b"RENAME a b", b"GET b", b"LAST", b"COUNT", b"KEYS"],
        [b"SET key%d %d" % (number, number) for number in range(300)] + [b"COUNT", b"KEYS", b"KEYS key1"],
        [b"SET a", b"SET a ", b"GET a", b"APPEND a", b"APPEND a ", b"APPEND b " + b"t" * 70000, b"GET b"],
    ]


class KvChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.source = harness.fresh_copy("/app/src")
        cls.plain = cls.build("kv", ["-O2"])
        cls.sanitized = cls.build("kv-sanitized", SANITIZED)

    @classmethod
    def build(cls, name, options):
        program = harness.fresh_folder() / name
        sources = sorted(cls.source.glob("*.c"))
        outcome = harness.run([*GCC, *options, "-o", program, *sources], cwd=cls.source, timeout=60)
        if outcome.status != 0:
            raise AssertionError(f"/app/src does not compile: {outcome}")
        return program

    def compare(self, program, commands, *, before=(), last_newline=True, **options):
        model = Model()
        right = b"".join(model.answer(line) + b"\n" for line in commands)
        stdin = b"\n".join(commands) + (b"\n" if last_newline and commands else b"")
        outcome = harness.run([*before, program], stdin=stdin, timeout=30, **options)
        self.assertEqual(outcome.status, 0, outcome)
        answers, expected = outcome.stdout.split(b"\n"), right.split(b"\n")
        for number, (answer, wanted) in enumerate(zip(answers, expected), 1):
            self.assertEqual(answer[:300], wanted[:300], f"line {number} of the answers")
        self.assertEqual(outcome.stdout, right)
        return outcome

    def test_answers(self):
        """The answers are those of README.md"""
        for commands in sequences(40, 300):
            self.compare(self.plain, commands)
        self.compare(self.plain, [b"SET a 1", b"GET a"], last_newline=False)
        self.compare(self.plain, [])

    def test_sanitizers(self):
        """The sanitizers report nothing"""
        for commands in sequences(20, 300):
            outcome = self.compare(self.sanitized, commands, env=SANITIZER_OPTIONS)
            self.assertNotIn(b"Sanitizer", outcome.stderr)
            self.assertNotIn(b"runtime error", outcome.stderr)

    def test_valgrind(self):
        """Valgrind finds no wrong use of memory and no leak"""
        for commands in [random_commands(101, 400), *sequences(0, 0)[:4]]:
            self.compare(self.plain, commands, before=VALGRIND)

    def test_memory_is_used_again(self):
        """Values that are replaced or deleted give their memory back"""
        text = b"v" * 2048
        commands = [b"SET key%d %s" % (number % 4, text) for number in range(10000)]
        commands += [b"%s key%d %s" % (word, number % 4, text if word == b"APPEND" else b"")
                     for number in range(5000) for word in (b"APPEND", b"DEL")]
        commands += [b"SET key%d %s" % (number % 2, text) for number in range(5000)]
        self.compare(self.plain, commands, memory_mb=16)
