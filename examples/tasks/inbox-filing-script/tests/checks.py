"""Runs the agent's script on folders full of odd names, and compares them with a model's work afterwards."""

import os
import stat
import unittest
from datetime import datetime, timezone
from pathlib import Path

import harness

PACKAGES = ["coreutils", "findutils", "diffutils", "grep", "sed", "mawk"]
MARCH = datetime(2024, 3, 15, 12, tzinfo=timezone.utc).timestamp()
# Months begin at other times in these zones.
ZONES = ["ABC-14", "XYZ+12", "UTC0"]


def tools():
    """A folder with links to the programs that the script may use."""
    folder = harness.fresh_folder()
    for package in PACKAGES:
        for line in Path(f"/var/lib/dpkg/info/{package}.list").read_text().splitlines():
            if Path(line).parent in (Path("/bin"), Path("/usr/bin")) and Path(line).is_file():
                (folder / Path(line).name).symlink_to(line)
    (folder / "awk").symlink_to("/usr/bin/mawk")
    (folder / "bash").symlink_to("/bin/bash")
    return folder


class Content:
    """A file to be: its text, its modification time and its mode."""

    def __init__(self, text, time=MARCH, mode=0o644):
        self.text, self.time, self.mode = text, time, mode

    def __eq__(self, other):
        return isinstance(other, Content) and vars(self) == vars(other)

    def __repr__(self):
        return f"({self.text!r}, {self.time}, {self.mode:o})"


FOLDER = "a folder"
LINK = "a link to "
PIPE = "a pipe"


def lay(root, entries):
    """Makes a folder with the entries, whose parent folders are made too."""
    os.makedirs(root)
    for path, entry in entries.items():
        full = os.path.join(root, path)
        os.makedirs(full if entry == FOLDER else os.path.dirname(full), exist_ok=True)
        if isinstance(entry, Content):
            with open(full, "wb") as file:
                file.write(entry.text)
            os.chmod(full, entry.mode)
            os.utime(full, (entry.time, entry.time))
        elif entry == PIPE:
            os.mkfifo(full)
        elif entry.startswith(LINK):
            os.symlink(entry.removeprefix(LINK), full)
    for folder, names, files in os.walk(root):
        for name in [b"."] + names + files:
            os.chown(os.path.join(folder, name), harness.GUEST, harness.GUEST, follow_symlinks=False)


def seen(root):
    """What there is in a folder, as entries; None without the folder."""
    if not os.path.isdir(root):
        return None
    entries = {}
    for folder, names, files in os.walk(root):
        for name in names + files:
            full = os.path.join(folder, name)
            path, info = os.path.relpath(full, root), os.lstat(full)
            if stat.S_ISLNK(info.st_mode):
                entries[path] = LINK + os.fsdecode(os.readlink(full))
            elif stat.S_ISDIR(info.st_mode):
                entries[path] = FOLDER
            elif stat.S_ISFIFO(info.st_mode):
                entries[path] = PIPE
            else:
                with open(full, "rb") as file:
                    entries[path] = Content(file.read(), info.st_mtime, stat.S_IMODE(info.st_mode))
    return entries


def hidden(path):
    return any(part.startswith(b".") for part in path.split(b"/"))


def place_of(name, time, number):
    at = name.rfind(b".")
    stem, extension = (name[:at], name[at:].lower()) if 0 < at < len(name) - 1 else (name, b"")
    month = datetime.fromtimestamp(time, timezone.utc).strftime("%Y/%m/").encode()
    return month + stem + (b"-%d" % number if number else b"") + extension


def filed(inbox, archive):
    """The records, the inbox and the archive after a run."""
    inbox, archive, records = dict(inbox), dict(archive or {}), []
    for path in sorted(path for path, entry in inbox.items() if isinstance(entry, Content) and not hidden(path)):
        entry = inbox.pop(path)
        number = 0
        while True:
            place = place_of(path.split(b"/")[-1], entry.time, number)
            there = archive.get(place)
            if there is None or isinstance(there, Content) and there.text == entry.text:
                break
            number += 1
        records.append((b"duplicate" if there else b"moved") + b"\t" + path + b"\t" + place)
        if there is None:
            archive[place] = entry
            for parent in (place[:4], place[:7]):
                archive[parent] = FOLDER
    for path in sorted(inbox, key=len, reverse=True):
        if inbox[path] == FOLDER and not hidden(path) and not any(other.startswith(path + b"/") for other in inbox):
            del inbox[path]
    return records, inbox, archive


class ScriptChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tools = tools()
        cls.script = harness.fresh_folder() / "file-inbox.sh"
        cls.script.write_bytes(harness.read("/app/file-inbox.sh"))

    def run_script(self, *arguments, cwd, zone="ABC-14"):
        return harness.run(["/bin/bash", self.script, *arguments], cwd=cwd, timeout=20,
                           env={"PATH": str(self.tools), "TZ": zone})

    def check(self, inbox, archive=None, *, names=("inbox", "archive"), options=(), zone="ABC-14"):
        """Runs the script with -n and without, and once more, with relative paths in a fresh folder."""
        folder = os.fsencode(harness.fresh_folder())
        inbox_folder, archive_folder = (os.path.join(folder, os.fsencode(name)) for name in names)
        lay(inbox_folder, inbox)
        if archive is not None:
            lay(archive_folder, archive)
        before = seen(inbox_folder), seen(archive_folder)
        records, inbox_after, archive_after = filed(*before)

        for option in ("-n", None):
            outcome = self.run_script(*([option] if option else []), *options, *names, cwd=folder, zone=zone)
            self.assertEqual(outcome.status, 0, outcome)
            self.assertEqual(outcome.stdout.split(b"\0"), records + [b""])
            if option:
                self.assertEqual((seen(inbox_folder), seen(archive_folder)), before, "with -n")
        self.assertEqual(seen(inbox_folder), inbox_after)
        self.assertEqual(seen(archive_folder) or {}, archive_after)
        self.assertEqual(set(os.listdir(folder)) - {os.path.basename(inbox_folder), os.path.basename(archive_folder)}, set())

        outcome = self.run_script(*options, *names, cwd=folder, zone=zone)
        self.assertEqual((outcome.status, outcome.stdout), (0, b""), "once more")

    def test_months(self):
        """Files go to the month of their modification time in UTC"""
        times = [datetime(*when, tzinfo=timezone.utc).timestamp() for when in (
            (2024, 2, 29, 23, 59, 59), (2024, 3, 1), (1999, 12, 31, 23, 59, 59), (2000, 1, 1), (2040, 6, 30, 13), (2024, 3, 31, 12, 30))]
        for zone in ZONES:
            with self.subTest(zone):
                self.check({b"file%d.txt" % number: Content(b"%d" % number, time, 0o600 + number)
                            for number, time in enumerate(times)}, zone=zone)

    def test_names(self):
        """Names with all that a name can hold"""
        names = [b"with space.Txt", b" leading and trailing ", b"new\nline.TXT", b"ends with newline\n", b"\n", b"tab\there", b"*", b"*.JPG",
                 b"[a-z]?.PNG", b"back\\slash\\n.TXT", b"-n", b"-rf.TXT", b"--help", b"--", b"quote'\".TXT", b"$(touch pwned).SH", b"`id`",
                 b"a;b&c|d", b"UPPER", b"UPPER.JPG", b"ends.with.dot.", b"Two..DOTS", b"a.tar.GZ", b"x.Y z", "gr\u00fc\u00dfe.\u00c4\u00d6A".encode(),
                 b"bytes\xff\xfe.\xc4X", b"~", b"#1.TXT", b"%s%n.TXT", b"{a,b}", b"!important", b"a" * 240 + b".TXT", b"x.\nY"]
        self.check({name: Content(name) for name in names})
        self.check({b"folder " + name.replace(b"/", b"") + b"/" + b"inner" + name: Content(name) for name in names})

    def test_order(self):
        """Files are taken in the order of the bytes of their paths"""
        paths = [b"a/x.txt", b"a-b/x.txt", b"A/x.txt", b"a b/x.TXT", b"a.b/x.Txt", b"\xc3\xa4/x.txt", b"z/x.txt", b"_/x.txt", b"x.txt", b"a/b/x.txt"]
        self.check({path: Content(b"from " + path) for path in paths})

    def test_collisions(self):
        """Equal files are duplicates, others get a number"""
        self.check(
            {b"1/a.txt": Content(b"one"), b"2/a.txt": Content(b"two"), b"3/a.txt": Content(b"one", MARCH + 5), b"4/a.TXT": Content(b"three"),
             b"5/a.txt": Content(b"two"), b"6/a-1.txt": Content(b"six"), b"7/a-1.txt": Content(b"two"), b"8/a.txt": Content(b""), b"9/a.txt": Content(b""),
             b"n/noext": Content(b"one"), b"o/noext": Content(b"two"), b"t/a.tar.GZ": Content(b"one"), b"u/a.tar.gz": Content(b"two")})
        self.check(
            {b"a.txt": Content(b"new"), b"b.txt": Content(b"same"), b"c/a.txt": Content(b"newer"), b"d": Content(b"file"), b"e.md": Content(b"e"),
             b"f.md": Content(b"f"), b"g": Content(b"g"), b"*": Content(b"star"), b"n\n": Content(b"1"), b"m/n\n": Content(b"2")},
            {b"2024/03/a.txt": Content(b"old"), b"2024/03/a-1.txt": Content(b"older"), b"2024/03/a-3.txt": Content(b"newer"),
             b"2024/03/b.txt": Content(b"same", 5), b"2024/03/d/inside": Content(b"x"), b"2024/03/e.md": LINK + "nowhere",
             b"2024/03/f.md": LINK + "a.txt", b"2024/03/g": PIPE, b"2023/01/kept.txt": Content(b"kept"), b"2024/03/any": Content(b"other")})
        self.check({b"l.txt": Content(b"same")}, {b"2024/03/l.txt": LINK + "real.txt", b"2024/03/real.txt": Content(b"same")})

    def test_left_alone(self):
        """Hidden files, links and special files are left alone, and empty folders are removed"""
        self.check(
            {b".hidden": Content(b"1"), b".folder/file": Content(b"2"), b".folder/empty": FOLDER, b"a/.hidden": Content(b"3"), b"b/c/d": FOLDER,
             b"b/e/file": Content(b"4"), b"f/link": LINK + "../real", b"real": Content(b"5"), b"folder-link": LINK + ".folder", b"g/pipe": PIPE,
             b"h/.i/j": FOLDER, b"k/l/.m": FOLDER, b"n\n/\xff/o": FOLDER, b"p/q": LINK + "/nowhere", b"r*/s": Content(b"6"), b"-t/u": Content(b"7")})
        self.check({})
        self.check({b"only/empty/folders": FOLDER}, {})

    def test_odd_folders(self):
        """Inbox and archive with odd names"""
        self.check({b"a.txt": Content(b"1")}, names=("in box\n", "arch ive\n"))
        self.check({b"a.txt": Content(b"1")}, {}, names=(".in*", ".arch'ive"))
        self.check({b"a.txt": Content(b"1")}, names=("-n", "-archive"), options=["--"])
        self.check({b"a.txt": Content(b"1"), b"b/a.txt": Content(b"2")}, names=("inbox", "inbox-archive"))
        folder = os.fsencode(harness.fresh_folder())
        lay(folder + b"/real", {b"a.txt": Content(b"1")})
        os.symlink("real", folder + b"/link")
        outcome = self.run_script("link", os.fsdecode(folder + b"/new/er/archive"), cwd=folder)
        self.assertEqual((outcome.status, outcome.stdout), (0, b"moved\ta.txt\t2024/03/a.txt\0"), outcome)
        self.assertEqual(seen(folder + b"/new/er/archive/2024/03"), {b"a.txt": Content(b"1")})

    def test_wrong_arguments(self):
        """Wrong arguments change nothing and end with status 2"""
        entries = {b"inbox/a.txt": Content(b"1"), b"inbox/sub/b.txt": Content(b"2"), b"file": Content(b"3"), b"link": LINK + "inbox",
                   b"other/link": LINK + "../inbox/sub"}
        root = harness.fresh_folder() / "root"
        lay(os.fsencode(root), entries)
        before = seen(os.fsencode(root))
        for arguments in (
                [], ["-n"], ["inbox"], ["inbox", "archive", "more"], ["-x", "inbox", "archive"], ["missing", "archive"], ["file", "archive"],
                ["inbox", "file"], ["inbox", "inbox"], ["inbox", "inbox/new"], ["inbox", "inbox/sub/../new/er"], ["link", "inbox/sub"],
                ["inbox", "link/new"], ["inbox", "other/link/new"], ["inbox", f"{root}/inbox/new"], ["-n", "inbox", "./inbox/"], ["", "archive"]):
            with self.subTest(arguments):
                outcome = self.run_script(*arguments, cwd=root)
                self.assertEqual((outcome.status, outcome.stdout), (2, b""), outcome)
                self.assertNotEqual(outcome.stderr, b"")
                self.assertEqual(seen(os.fsencode(root)), before)

    def test_many_files(self):
        """A hundred and fifty files"""
        self.check({b"%d/photo %d.JPG" % (number % 7, number % 40): Content(b"%d" % (number % 60), MARCH + number * 86400)
                    for number in range(150)})
