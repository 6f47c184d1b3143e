"""The pages of the public modules, made by pdoc: every public name is there with its description, nothing of the inside."""

import html
import importlib
import inspect
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

MODULES = ("ehcert", "ehcert.aio", "ehcert.fleet", "ehcert.jobs")


class ApiDocs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.pages = pathlib.Path(folder.name)
        # As the README has it. `ehcert` brings `ehcert.errors`; without source, or the generated glue would be shown.
        subprocess.run([sys.executable, "-m", "pdoc", "--no-show-source", "-o", folder.name, *MODULES], check=True)

    def test_every_name_is_described(self):
        described = 0
        for module in (*MODULES, "ehcert.errors"):
            page = (self.pages / (module.replace(".", "/") + ".html")).read_text("utf-8")
            shown = set(re.findall(r'id="([^"]+)"', page))
            inside = importlib.import_module(module)
            own = [n for n, v in vars(inside).items() if getattr(v, "__module__", "") == module and n[0] != "_"]
            for name in getattr(inside, "__all__", own):
                item = getattr(inside, name)
                if inspect.ismodule(item):
                    continue
                self.assertIn(name, shown, module)
                if inspect.isclass(item) or inspect.isfunction(item):
                    doc = inspect.getdoc(item)
                    self.assertTrue(doc, f"{module}.{name} has no description")
                    first = re.findall(r"\w+", doc.splitlines()[0])[:3]
                    self.assertRegex(html.unescape(re.sub(r"<[^>]+>", "", page)), r"\W+".join(first))
                    described += 1
            self.assertNotIn("_Uniffi", page)
            self.assertNotIn("_uniffi", page)
        print(f"pdoc: {described} classes and functions described")
        self.assertGreater(described, 80)


if __name__ == "__main__":
    unittest.main()
