"""include/errors.tsv has the codes, names and texts of the library: `surfaces.py LIBRARY [--write]`. The tests of the other
languages compare with the same file.

Read by ctypes from the library itself, in four languages. With --write the file is written; a code that it has and that is
gone or has another name is refused, because codes are for ever.
"""

import ctypes
import json
import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parents[2] / "include/errors.tsv"
LANGUAGES = ("fr", "nl", "de", "en")


def told(library):
    """The table as the library tells it."""
    c = ctypes.CDLL(library)
    c.ehc_error_table.restype = ctypes.c_void_p
    c.ehc_text_data.restype = ctypes.c_char_p
    c.ehc_text_data.argtypes = c.ehc_text_free.argtypes = [ctypes.c_void_p]
    tables = []
    for language in LANGUAGES:
        out = ctypes.c_void_p()
        if c.ehc_error_table(language.encode(), ctypes.byref(out)):
            sys.exit("no table")
        tables.append(json.loads(c.ehc_text_data(out)))
        c.ehc_text_free(out)
    yield ["code", "name", "actor", "retryable"] + [f"{text}.{language}" for language in LANGUAGES for text in ("message", "advice")]
    for rows in zip(*tables, strict=True):
        first = rows[0]
        same = [(row["code"], row["name"], row["actor"], row["retryable"]) for row in rows]
        if len(set(same)) != 1:
            sys.exit(f"{first['name']} differs between languages")
        cells = [str(first["code"]), first["name"], first["actor"], str(first["retryable"]).lower()]
        cells += [row[text] for row in rows for text in ("message", "advice")]
        if any("\t" in cell or "\n" in cell or not cell for cell in cells):
            sys.exit(f"{first['name']}: a text that is empty or has a tab or a new line")
        yield cells


def main(library, *mode):
    new = "".join("\t".join(cells) + "\n" for cells in told(library))
    old = TABLE.read_text("utf-8") if TABLE.exists() else ""
    gone = {tuple(row.split("\t")[:2]) for row in old.splitlines()} - {tuple(row.split("\t")[:2]) for row in new.splitlines()}
    if gone:
        sys.exit(f"codes are gone or have another name: {sorted(gone)}")
    if mode == ("--write",):
        TABLE.write_text(new, "utf-8")
    elif new != old:
        sys.exit("include/errors.tsv is stale: python3 tests/c/surfaces.py target/debug/libehcert.so --write")
    print(f"surfaces: {len(new.splitlines()) - 1} codes of the C ABI in four languages are those of errors.tsv")


if __name__ == "__main__":
    main(*sys.argv[1:])
