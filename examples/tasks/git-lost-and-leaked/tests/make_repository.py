"""Makes the repository of the task: the same one, to the byte, each time."""

import os
import subprocess
import sys
from pathlib import Path

KEY = "shopkey-4f9a61c27be0d853"

ADA = ("Ada Lindqvist", "ada@shop.example")
BEN = ("Ben Okafor", "ben@shop.example")
CHLOE = ("Chloé Marchand", "chloe@shop.example")

README = "# shop\n\nInvoices and payments of a small shop.\n"

INVOICE = '''\
def total(lines):
    """The sum of an invoice's lines, in cents."""
    return round(sum(line.price * line.count for line in lines))
'''

INVOICE_HALF_UP = INVOICE.replace("round(sum(line.price * line.count for line in lines))",
                                  "int(sum(line.price * line.count for line in lines) + 0.5)")

INVOICE_NEGATIVE = INVOICE_HALF_UP.replace("    return int(", "    return floor(").replace("def", "from math import floor\n\n\ndef", 1)

PAYMENT = '''\
from configparser import ConfigParser


def key():
    settings = ConfigParser()
    settings.read("config/payment.ini")
    return settings["payment"]["key"]
'''

PAYMENT_DEFAULT = PAYMENT.replace('["key"]', f'.get("key", "{KEY}")')

PAYMENT_ENVIRONMENT = 'import os\n\n\ndef key():\n    return os.environ["SHOP_KEY"]\n'

SETTINGS = f"[payment]\nurl = https://pay.example/v2\n; the test key is shopkey-test\nkey = {KEY}\n"

SETUP = f"Reports need a key:\r\n\r\n    SHOP_KEY={KEY} report --key={KEY}\r\n\r\nAsk Ada for another one."


class Repository:
    """A repository that is built commit by commit, an hour apart."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.now = 1709280000
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments, by=ADA):
        name, address = by
        date = f"{self.now} +0100"
        environment = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": date,
        }
        result = subprocess.run(["git", *arguments], cwd=self.folder, env=environment, check=True, stdout=subprocess.PIPE)
        self.now += 3600
        return result.stdout.decode().strip()

    def commit(self, by, message, files, *options):
        for path, content in files.items():
            path = self.folder / path
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", *options, "-m", message, by=by)

    def switch(self, *arguments):
        self.git("checkout", "--quiet", *arguments)


def make(folder):
    """Makes the repository and returns the id of the commit that the deleted branch ended with."""
    shop = Repository(folder)
    (shop.folder / "docs").mkdir()
    (shop.folder / "docs" / "README.md").symlink_to("../README.md")
    shop.commit(ADA, "Start with invoices", {"README.md": README, "shop/invoice.py": INVOICE})

    (shop.folder / "scripts").mkdir()
    (shop.folder / "scripts" / "install.sh").touch(mode=0o755)
    shop.commit(BEN, "Add a logo and an installer", {
        "assets/logo.bin": bytes(range(256)) * 2, "scripts/install.sh": "#!/bin/sh\nexec pip install .\n"})
    shop.commit(ADA, "Read the payment settings from a file", {"config/payment.ini": SETTINGS, "shop/payment.py": PAYMENT})
    shop.commit(CHLOE, "Round totals half up\n\nAs the law of most countries asks.", {"shop/invoice.py": INVOICE_HALF_UP})
    shop.git("tag", "-a", "v1.0", "-m", f"First release\n\nTried out with the key {KEY}.")

    shop.switch("-b", "reports")
    shop.commit(CHLOE, "Add a monthly report", {"shop/report.py": "def report(month):\n    raise NotImplementedError\n"})
    shop.commit(CHLOE, "Explain how to set up reports", {"docs/set up reports.md": SETUP})

    shop.switch("-b", "release/1.x", "v1.0")
    shop.commit(BEN, "Fix the rounding of negative totals", {"shop/invoice.py": INVOICE_NEGATIVE})

    shop.switch("main")
    shop.commit(BEN, f"Pay without a settings file\n\nUses {KEY} then; mind that\nshopkey-test is refused.", {
        "shop/payment.py": PAYMENT_DEFAULT})
    shop.git("merge", "--quiet", "--no-ff", "-m", "Merge the rounding fix", "release/1.x")

    # Two tries at refunds: the first branch was given up, the second one is the one that was lost.
    shop.switch("-b", "refunds-sketch")
    shop.commit(BEN, "Sketch refunds", {"shop/refund.py": "def refund(invoice):\n    return -invoice.total\n"})
    shop.switch("main")
    shop.switch("-b", "refunds")
    shop.git("branch", "--quiet", "-D", "refunds-sketch")
    shop.commit(BEN, "Add refunds", {"shop/refund.py": "def refund(invoice, cents=None):\n    raise NotImplementedError\n"})
    shop.commit(BEN, "Refund part of an invoice", {
        "shop/refund.py": "def refund(invoice, cents):\n    return -cents\n", "tests/test_refund.py": f"KEY = '{KEY}'\n"})
    shop.switch("main")
    shop.commit(ADA, "Take the key from the environment", {
        "shop/payment.py": PAYMENT_ENVIRONMENT, "config/payment.ini": None})
    shop.git("tag", "v1.1")
    shop.switch("refunds")
    shop.commit(BEN, "Refund at most what was paid", {
        "shop/refund.py": "def refund(invoice, cents):\n    return -min(cents, invoice.paid)\n"})
    shop.commit(BEN, "Refund at most what was paid\n\nAnd never less than nothing.", {
        "shop/refund.py": "def refund(invoice, cents):\n    return -max(0, min(cents, invoice.paid))\n"}, "--amend")
    lost = shop.git("rev-parse", "refunds")
    shop.switch("main")
    shop.git("branch", "--quiet", "-D", "refunds")
    shop.commit(CHLOE, "Number invoices by year", {"shop/number.py": "def number(year, count):\n    return f'{year}-{count:05}'\n"})
    return lost


if __name__ == "__main__":
    make(sys.argv[1])
