"""Counts the lines of Rust between a C function and what it calls: without comments, blank lines and lone brackets, and with
everything that is written by hand. What all functions share is counted apart."""

import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "ffi/src"
SHARED = {"boundary.rs", "lib.rs", "panic_test.rs"}


def main():
    code = written = functions = fallible = shared = 0
    for file in sorted(SOURCE.glob("*.rs")):
        rows = [row.strip() for row in file.read_text("utf-8").splitlines()]
        plain = [row for row in rows if row and not row.startswith("//")]
        if file.name in SHARED:
            shared += len(plain)
            continue
        functions += sum(row.startswith("#[unsafe(no_mangle)]") for row in rows)
        fallible += sum("Option<Box<EhcError>> {" in row for row in rows)
        written += len([row for row in plain if not row.startswith("use ")])
        code += len([row for row in plain if not row.startswith("use ") and not re.fullmatch(r"[\]\[(){},;]+", row)])
    print(f"glue: {functions} functions, {fallible} of which can fail")
    print(f"glue: {written / functions:.1f} lines a function, {code / functions:.1f} without lone brackets; {shared} lines shared by all")


if __name__ == "__main__":
    main()
