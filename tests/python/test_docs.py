"""The pages of the documentation, run as they are written."""

import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from make_keystores import keystore
from sandbox_platform import HttpPlatform

DOCS = pathlib.Path(__file__).resolve().parents[2] / "bindings/python/docs"
# Whoever types is a program here: getpass asks the terminal, which a test has not.
TYPED = "import builtins, getpass, sys\nanswers = iter(sys.stdin.read().splitlines())\n" \
    "getpass.getpass = builtins.input = lambda prompt='': next(answers)\n" \
    "sys.argv = sys.argv[1:]\nexec(compile(open(sys.argv[0]).read(), sys.argv[0], 'exec'))\n"


def program(page):
    """The only program of a page."""
    (code,) = re.findall(r"^```python\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)
    return code


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(cls.platform.close)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_page(self, page, arguments, typed):
        file = self.folder / "page.py"
        file.write_text(program(page), "utf-8")
        return subprocess.run(
            [sys.executable, "-c", TYPED, str(file), *arguments], input="".join(t + "\n" for t in typed),
            capture_output=True, text=True)

    def test_the_main_job(self):
        self.assertLessEqual(len(program("main_job.md").splitlines()), 40)
        arguments = [self.platform.url, "sandbox", str(self.folder / "keystores")]
        done = self.run_page("main_job.md", arguments, ["short", "1234"])
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("password", done.stdout)
        done = self.run_page("main_job.md", arguments, ["Test-Keystore-1", "1234", "y", "1234"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("The encryption token: ", done.stdout)
        self.assertEqual(len(list((self.folder / "keystores").glob("*.p12"))), 1)

    @unittest.skipUnless(importlib.util.find_spec("httpx"), "httpx is not installed")
    def test_asyncio(self):
        self.assertLessEqual(len(program("asyncio.md").splitlines()), 30)
        files = [keystore(self.platform, self.folder, f"PAGE{number}", ec=True) for number in range(3)]
        done = self.run_page("asyncio.md", [self.platform.url, *files], ["Test-Keystore-1"])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("VALID_ACTIVE VALID_ACTIVE"), 3, done.stdout)


if __name__ == "__main__":
    unittest.main()
