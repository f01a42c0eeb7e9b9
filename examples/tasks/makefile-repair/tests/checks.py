"""Runs make with the agent's Makefile in fresh copies of the project, which change from check to check."""

import os
import random
import secrets
import shutil
import stat
import time
import unittest

import harness

MAKE = ["/usr/bin/make", "--no-print-directory"]


class Project:
    """A copy of the project with the agent's Makefile, and a compiler that keeps a log."""

    def __init__(self, test):
        self.test = test
        self.folder = harness.fresh_copy(harness.TESTS / "project", "units")
        for path in test.makefiles:
            target = self.folder / path.name
            target.write_bytes(path.read_bytes())
            os.chown(target, harness.GUEST, harness.GUEST)
        self.build = self.folder / "build"
        tools = harness.fresh_folder()
        self.log = tools / "log"
        self.log.touch()
        self.log.chmod(0o666)
        self.compiler = tools / "compiler"
        self.compiler.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {self.log}\nexec /usr/bin/gcc "$@"\n')
        self.compiler.chmod(0o755)

    def make(self, *arguments, works=True):
        outcome = harness.run([*MAKE, *arguments], cwd=self.folder, timeout=30)
        if works:
            self.test.assertEqual(outcome.status, 0, f"make {' '.join(arguments)} {outcome}\n{outcome.text}")
        else:
            self.test.assertNotIn(outcome.status, (0, None), f"make {' '.join(arguments)}")
        return outcome

    def made(self, *arguments):
        """What make compiles in src with the compiler that keeps a log."""
        return sorted(word.split("/")[-1] for line in self.compiled(*arguments) for word in line.split()
                      if word.endswith(".c") and "mktable" not in word)

    def compiled(self, *arguments):
        self.log.write_text("")
        self.make(f"CC={self.compiler}", *arguments)
        return self.log.read_text().splitlines()

    def edit(self, name, change):
        path = self.folder / name
        path.write_text(change(path.read_text()))

    def units(self, *arguments, program=None):
        return harness.run([program or self.build / "units", *arguments]).text.strip()

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))


def with_new_unit(rng):
    """An edit of units.txt, and a question and its answer that are right only with it."""
    name, factor = "u" + secrets.token_hex(4), rng.randint(2, 900)
    return (lambda text: text + f"{name} length {factor} # new\n"), (["3", name, "m"], str(3 * factor))


class MakefileChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.makefiles = [harness.Path("/app/Makefile"), *sorted(harness.Path("/app").glob("*.mk"))]
        for path in cls.makefiles:
            harness.read(path)
        cls.rng = random.Random(time.time())

    def test_build(self):
        """make builds the program and the library"""
        project = Project(self)
        edit, (question, answer) = with_new_unit(self.rng)
        project.edit("data/units.txt", edit)
        version = secrets.token_hex(4)
        project.edit("VERSION", lambda _: version + "\n")
        before = project.files()
        project.make()
        moved = harness.fresh_copy(project.build / "units")
        members = harness.run(["/usr/bin/ar", "t", project.build / "libunits.a"]).text.split()
        self.assertEqual([name for name in project.files() if name not in before and name.split("/")[0] != "build"], [])
        shutil.rmtree(project.folder)
        self.assertEqual(project.units(*question, program=moved), answer)
        self.assertEqual(project.units("26.2", "mi", "km", program=moved), "42.1648")
        self.assertEqual(project.units("--version", program=moved), f"units {version}")
        self.assertEqual(members, ["convert.o"])
        self.assertEqual(moved.read_bytes()[:4], b"\x7fELF")

    def test_parallel_build(self):
        """make -j8 works from the beginning"""
        project = Project(self)
        project.make("-j8")
        self.assertEqual(project.units("1", "km", "m"), "1000")
        project.make("-q")

    def test_build_elsewhere(self):
        """BUILD is another folder, and the project is read-only"""
        project = Project(self)
        for path in [project.folder, *project.folder.rglob("*")]:
            path.chmod(0o555)
        before = project.files()
        project.build = harness.fresh_folder() / "deep" / "er"
        project.make("-j4", f"BUILD={project.build}")
        self.assertEqual(project.units("1", "km", "m"), "1000")
        project.make("check", f"BUILD={project.build}")
        self.assertTrue((project.build / "check.log").is_file())
        self.assertEqual(project.files(), before)
        project.make("clean", f"BUILD={project.build}")
        self.assertFalse(project.build.exists())

    def test_changes(self):
        """After a change everything that depends on it is made anew, and nothing else is compiled"""
        project = Project(self)
        self.assertEqual(project.made(), ["convert.c", "main.c", "parse.c"])
        project.make("-q")
        new_unit, (question, answer) = with_new_unit(self.rng)
        for name, change, compiled, asked, answered in (
                ("src/parse.h", lambda text: text + "\n", ["main.c", "parse.c"], ["1", "km", "m"], "1000"),
                ("include/units/convert.h", lambda text: text + "\n", ["convert.c", "main.c"], ["1", "km", "m"], "1000"),
                ("src/main.c", lambda text: text.replace("%g", "<%g>"), ["main.c"], ["1", "km", "m"], "<1000>"),
                ("src/parse.c", lambda text: text.replace("strtod(", "2 * strtod("), ["parse.c"], ["1", "km", "m"], "<2000>"),
                ("src/convert.c", lambda text: text.replace("value *", "value / 2 *"), ["convert.c"], ["1", "km", "m"], "<1000>"),
                ("data/units.txt", new_unit, ["convert.c"], question, f"<{answer}>"),
                ("VERSION", lambda _: "9.8.7\n", ["main.c"], ["--version"], "units 9.8.7"),
                ("tools/mktable.c", lambda text: text.replace("name, kind, factor)", "kind, name, factor)"), ["convert.c"], ["1", "length", "length"], "<1>")):
            project.edit(name, change)
            self.assertEqual(project.made(), compiled, f"after a change of {name}")
            self.assertEqual(project.units(*asked), answered, f"after a change of {name}")
            project.make("-q")

    def test_new_include(self):
        """A header that is included from now on is noticed too"""
        project = Project(self)
        project.make()
        project.edit("src/parse.c", lambda text: '#include "extra.h"\n' + text)
        (project.folder / "src" / "extra.h").write_text('#include "more.h"\n')
        (project.folder / "src" / "more.h").write_text("\n")
        project.make()
        (project.folder / "src" / "more.h").touch()
        self.assertEqual(project.made(), ["parse.c"])

    def test_compiler_and_flags(self):
        """CC and CFLAGS can be given"""
        project = Project(self)
        commands = [line for line in project.compiled("CFLAGS=-O1 -DGIVEN") if "src/" in line and "-c" in line.split()]
        self.assertEqual(len(commands), 3, commands)
        for command in commands:
            self.assertIn("-DGIVEN", command.split())
            self.assertEqual({"-O2", "-Wextra"} & set(command.split()), set())
        self.assertEqual(project.units("1", "km", "m"), "1000")
        (project.folder / "src/parse.c").touch()
        for command in project.compiled():
            if "parse.c" in command:
                self.assertLessEqual({"-O2", "-Wall", "-Wextra"}, set(command.split()))

    def test_failing_generator(self):
        """A table that could not be made is not taken for a good one"""
        project = Project(self)
        edit, (question, answer) = with_new_unit(self.rng)
        good = edit((project.folder / "data/units.txt").read_text())
        past = time.time() - 1000
        lines = good.splitlines()
        project.edit("data/units.txt", lambda _: "\n".join([*lines[:4], "rubbish", *lines[4:], ""]))
        os.utime(project.folder / "data/units.txt", (past, past))
        project.make("-j4", works=False)
        project.make(works=False)
        project.edit("data/units.txt", lambda _: good)
        os.utime(project.folder / "data/units.txt", (past, past))
        project.make()
        self.assertEqual(project.units(*question), answer)

    def test_check(self):
        """make check tells whether the tests pass"""
        project = Project(self)
        outcome = project.make("check")
        self.assertIn("ok   26.2 mi km", outcome.text)
        self.assertIn("ok   26.2 mi km", (project.build / "check.log").read_text())
        project.edit("check/cases.txt", lambda text: text.replace("0.025", "0.026"))
        outcome = project.make("check", works=False)
        self.assertIn("FAIL 90 s h", outcome.text)
        self.assertIn("FAIL 90 s h", (project.build / "check.log").read_text())

    def test_install(self):
        """make install puts everything where it belongs"""
        modes = {"bin/units": 0o755, "lib/libunits.a": 0o644, "include/units/convert.h": 0o644, "share/man/man1/units.1": 0o644}
        project = Project(self)
        for prefix in ("/usr", None):
            root = harness.fresh_folder() / "some" / "where"
            project.make("install", f"DESTDIR={root}", *([f"PREFIX={prefix}"] if prefix else []))
            base = root / (prefix or "/usr/local")[1:]
            installed = {str(path.relative_to(base)): stat.S_IMODE(path.stat().st_mode) for path in base.rglob("*") if path.is_file()}
            self.assertEqual(installed, modes)
            self.assertEqual(project.units("1", "km", "m", program=base / "bin/units"), "1000")
        base = harness.fresh_folder() / "prefix"
        project.make("install", f"PREFIX={base}")
        self.assertTrue((base / "lib/libunits.a").is_file())

    def test_clean(self):
        """make clean removes all that was made"""
        project = Project(self)
        before = project.files()
        project.make("clean")
        project.make()
        project.make("check")
        project.make("clean")
        self.assertEqual(project.files(), before)
        project.make("clean")
