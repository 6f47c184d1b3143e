"""Direct dependencies have a row in SECURITY.md that says why they are trusted, and `unsafe` is where it was counted.

`python3 tests/supply.py` fails when a Cargo.toml names a crate without a row, when a row names none, and when a crate has
another number of `unsafe` blocks, functions and implementations than tests/unsafe.txt.
"""

import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[1]
MANIFESTS = ["Cargo.toml", "fuzz/Cargo.toml", "tests/bench/keystores/Cargo.toml", "tests/wasm/Cargo.toml"]


def dependencies(table):
    for name, value in table.items():
        if name in ("dependencies", "dev-dependencies", "build-dependencies"):
            yield from value
        elif name in ("workspace", "target") or (isinstance(value, dict) and name.startswith("cfg(")):
            yield from dependencies(value)


def direct():
    root = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))
    manifests = MANIFESTS + [f"{member}/Cargo.toml" for member in root["workspace"]["members"]]
    names = set()
    for manifest in manifests:
        names |= set(dependencies(tomllib.loads((ROOT / manifest).read_text("utf-8"))))
    return {name for name in names if not name.startswith("ehcert")}


def trusted():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    section = text.split("## Direct dependencies", 1)[1].split("\n## ", 1)[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| ")][1:]
    return {name.strip() for row in rows for name in row.split(",") if name.strip()}


def code_of(text):
    """Rust without comments, strings and characters."""
    pattern = r'//[^\n]*|/\*.*?\*/|r(#*)".*?"\1|b?"(?:\\.|[^"\\])*"|b?\'(?:\\.|[^\'\\])\''
    return re.sub(pattern, " ", text, flags=re.S)


def counted():
    counts = {}
    for file in sorted(ROOT.rglob("*.rs")):
        parts = file.relative_to(ROOT).parts
        if any(part in ("target", ".git", "node_modules") for part in parts):
            continue
        crate = "/".join(parts[:2]) if parts[0] == "bindings" else parts[0]
        kind = "tests" if any(part in ("tests", "benches", "fuzz_targets") or part.startswith("test") for part in parts) else "code"
        code = code_of(file.read_text("utf-8"))
        # `#[unsafe(no_mangle)]` is an attribute, `unsafe extern` a kind of function.
        found = len(re.findall(r"\bunsafe\b(?!\s*\()", code))
        counts[crate, kind] = counts.get((crate, kind), 0) + found
    return [f"{crate} {kind} {count}" for (crate, kind), count in sorted(counts.items())]


def main():
    failed = False
    names, rows = direct(), trusted()
    for name in sorted(names - rows):
        print(f"SECURITY.md does not say why {name} is trusted")
    for name in sorted(rows - names):
        print(f"SECURITY.md has a row for {name}, which nothing depends on")
    failed |= names != rows
    file = ROOT / "tests/unsafe.txt"
    if "--write" in sys.argv:
        file.write_text("\n".join(counted()) + "\n", "utf-8")
    expected = file.read_text("utf-8").splitlines()
    for line in sorted(set(counted()) ^ set(expected)):
        print(f"unsafe: {'now' if line in counted() else 'tests/unsafe.txt says'} {line}")
    failed |= counted() != expected
    print(f"supply: {len(names)} direct dependencies, {len(rows)} rows; unsafe: " + ", ".join(counted()))
    if len(names) < 40:
        print("the manifests were not understood")
        failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
