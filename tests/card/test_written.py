"""The table of faults in the docs is what happens: run after all others, with the names of the errors that they saw."""

import os
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Written(unittest.TestCase):
    def test_every_error_of_the_table_was_seen_or_is_told_why_not(self):
        seen = set(pathlib.Path(os.environ["SEEN"]).read_text("ascii").split())
        table = {}
        for row in (ROOT / "docs" / "card.md").read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            for name in re.findall(r"`([A-Z]\w+)`", cells[1]) if len(cells) == 4 and row.startswith("|") else []:
                table[name] = cells[3]
        self.assertGreater(len(table), 25)
        self.assertEqual(set(table.values()), {"reader", "scripted"})
        virtual = {name for name, where in table.items() if where == "reader"}
        self.assertEqual(sorted(virtual - seen), [], "in the table, and never seen")
        self.assertEqual(sorted(seen - set(table)), [], "seen, and not in the table")
        # What no virtual reader can do is provoked in the tests of core and native.
        tests = [*ROOT.glob("core/src/eid/tests/*.rs"), ROOT / "native/src/card/tests.rs", ROOT / "native/src/card/failure.rs",
                 *ROOT.glob("sandbox/src/card/tests/*.rs")]
        code = "".join(path.read_text("utf-8") for path in tests)
        for name in set(table) - virtual:
            constant = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
            self.assertTrue(constant in code or name in code, name)


if __name__ == "__main__":
    unittest.main()
