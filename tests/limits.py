"""The limits of everything that is read, in one table: `limits.py` compares, `limits.py --write` writes docs/limits.md.

Each limit stands beside its rule, with its reason; this table is made of those, so that nobody has to look for them and
none can change unseen. A limit without a reason is an error.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/limits.md"
HEAD = """# Limits of what is read

Sizes in octets, counts and depths, by the folder of their rule. Beyond a limit there is an error, before the work is
done. Written by `tests/limits.py` from the constants themselves, and compared with them by the tests.

| rule | limit | value | reason |
|---|---|---|---|
"""
CONSTANT = re.compile(r"((?:^[ \t]*///[^\n]*\n)*)^[ \t]*(?:pub(?:\(\w+\))? )?const (\w+): ([\w:]+) = ([^;]+);", re.M)


def rows():
    without = []
    for file in sorted([*ROOT.glob("core/src/**/*.rs"), *ROOT.glob("native/src/**/*.rs")]):
        if file.name == "tests.rs" or "tests" in file.parts:
            continue
        text = file.read_text("utf-8")
        shared = ""
        end = 0
        for found in CONSTANT.finditer(text):
            comment, name, _, value = found.groups()
            reason = " ".join(line.strip().removeprefix("///").strip() for line in comment.splitlines())
            # A constant right below another one is described with it.
            if not reason and text[end:found.start()].strip() == "":
                reason = shared
            shared, end = reason, found.end()
            if not re.match(r"MAX(_|$)|\w+_MAX$", name):
                continue
            place = file.relative_to(ROOT).with_suffix("").as_posix().replace("/src/", "/").removesuffix("/mod")
            if not reason:
                without.append(f"{place} {name}")
            yield f"| {place} | `{name}` | {' '.join(value.split())} | {reason.replace('|', chr(92) + '|')} |"
    if without:
        sys.exit(f"limits without a reason: {', '.join(without)}")


def main():
    lines = list(rows())
    table = HEAD + "\n".join(lines) + "\n"
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table, "utf-8")
    elif table != TABLE.read_text("utf-8"):
        sys.exit("docs/limits.md is not what the constants say: python3 tests/limits.py --write")
    print(f"limits: {len(lines)}, each with its reason")


if __name__ == "__main__":
    main()
