"""Compares the agent's repository with the original one, in which the key is replaced while comparing."""

import hashlib
import tempfile
import unittest
from pathlib import Path

import harness
import make_repository

KEY = make_repository.KEY.encode()
WORD = b"REDACTED"
BRANCHES = ["refs/heads/main", "refs/heads/refunds", "refs/heads/release/1.x", "refs/heads/reports"]
TAGS = ["refs/tags/v1.0", "refs/tags/v1.1"]


class Repository:
    """Reads objects as they are stored: no replacements, no grafts."""

    def __init__(self, folder, replace_key):
        self.folder = folder
        self.replace_key = replace_key
        self.known = {}

    def git(self, *arguments, stdin=b""):
        outcome = harness.run(["/usr/bin/git", "-c", "core.fsmonitor=false", *arguments], cwd=self.folder, stdin=stdin,
                              timeout=30, env={"GIT_NO_REPLACE_OBJECTS": "1", "GIT_CONFIG_GLOBAL": "/dev/null"})
        if outcome.status != 0:
            raise AssertionError(f"git {' '.join(arguments)} {outcome}")
        return outcome.stdout

    def load(self):
        """Reads all objects, reachable or not, into memory."""
        self.objects = {}
        stored = self.git("cat-file", "--batch", "--batch-all-objects", "--unordered")
        at = 0
        while at < len(stored):
            end = stored.index(b"\n", at)
            name, kind, size = stored[at:end].split()
            self.objects[name] = (kind, stored[end + 1:end + 1 + int(size)])
            at = end + 1 + int(size) + 1

    def refs(self):
        lines = self.git("for-each-ref", "--format=%(refname) %(objectname) %(objecttype)").decode().splitlines()
        return {line.split()[0]: line.split()[1:] for line in lines}

    def words(self, content):
        return content.replace(KEY, WORD) if self.replace_key else content

    def print_of(self, name):
        """A hash of all that an object stands for, its ancestors and files included, whatever its id."""
        if name not in self.known:
            if name not in self.objects:
                raise AssertionError(f"object {name.decode()} is missing")
            kind, content = self.objects[name]
            lines = self.tree(content) if kind == b"tree" else self.text(kind, content)
            self.known[name] = hashlib.sha256(kind + b"\n" + lines).hexdigest()
        return self.known[name]

    def tree(self, content):
        lines, at = [], 0
        while at < len(content):
            end = content.index(b"\0", at)
            lines.append(content[at:end] + b"\0" + self.print_of(content[end + 1:end + 21].hex().encode()).encode())
            at = end + 21
        return b"".join(lines)

    def text(self, kind, content):
        content = self.words(content)
        if kind == b"blob":
            return content
        head, _, message = content.partition(b"\n\n")
        lines = []
        for line in head.split(b"\n"):
            field, _, value = line.partition(b" ")
            lines.append(field + b" " + (self.print_of(value).encode() if field in (b"tree", b"parent", b"object") else value))
        return b"\n".join([*lines, b"", message])


class RepositoryChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.original = Repository(Path(tempfile.mkdtemp()) / "shop", replace_key=True)
        lost = make_repository.make(cls.original.folder)
        cls.original.folder.parent.chmod(0o755)
        cls.original.folder = harness.fresh_copy(cls.original.folder)
        cls.original.git("update-ref", "refs/heads/refunds", lost)
        cls.original.load()
        cls.folder = harness.fresh_copy("/app/shop")
        cls.changed = Repository(cls.folder, replace_key=False)
        cls.changed.load()

    def test_refs(self):
        """There are the branches and tags, and no other refs"""
        refs = self.changed.refs()
        self.assertEqual(sorted(refs), sorted(BRANCHES + TAGS))
        self.assertEqual([refs[tag][1] for tag in TAGS], ["tag", "commit"])

    def test_histories(self):
        """Branches and tags have their histories, but for the key"""
        before, after = self.original.refs(), self.changed.refs()
        for ref in BRANCHES + TAGS:
            with self.subTest(ref):
                self.assertIn(ref, after)
                self.assertEqual(self.changed.print_of(after[ref][0].encode()), self.original.print_of(before[ref][0].encode()))

    def test_key_is_in_no_object(self):
        """The key is in no object, reachable or not"""
        holders = [name.decode() for name, (_, content) in self.changed.objects.items() if KEY in content]
        self.assertEqual(holders, [])

    def test_key_is_in_no_file(self):
        """The key is in no other file of the repository"""
        files = [path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()]
        self.assertEqual([str(path) for path in files if KEY in path.read_bytes()], [])

    def test_working_tree(self):
        """main is checked out and the working tree is clean"""
        self.assertEqual(self.changed.git("symbolic-ref", "HEAD").strip(), b"refs/heads/main")
        self.assertEqual(self.changed.git("status", "--porcelain", "--ignored"), b"")
        self.changed.git("fsck", "--full")
