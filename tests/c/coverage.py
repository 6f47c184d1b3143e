"""Lists what facade and driver have and a surface has not; each such item needs a reason here, and a reason needs an item.

`coverage.py`: the C ABI. `coverage.py BINDINGS`: the generated modules of Python and Kotlin in that folder as well.
"""

import ast
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Objects whose methods have a prefix of their own in C.
PREFIXES = {"Flow": "ehc_flow_", "Keystore": "ehc_keystore_", "CardFlow": "ehc_card_"}
# The same under another name.
RENAMED = {
    "describe_problem": "ehc_error_message",
    "CardFlow::holder": "ehc_card_holder",
}
REASONS = {
    "Flow::wipe": "ehc_flow_free wipes, and a handle of C is freed at a moment that its owner chooses",
}


# What the driver offers beside jobs, each operation being a value: a C function takes it as JSON.
DRIVER = {"DriverJob::end": "ehc_job_free cancels, and a host of C waits by polling"}


def exported(files):
    """Names of exported functions, and of methods as `Object::method`."""
    for file in files:
        exported, inside = False, None
        for row in file.read_text("utf-8").splitlines():
            if "uniffi::export" in row:
                exported = True
            elif found := re.match(r"impl (\w+) \{", row):
                inside = found[1] if exported else None
                exported = False
            elif row.startswith("}"):
                inside = None
            elif found := re.match(r"pub fn (\w+)", row):
                if exported:
                    yield found[1]
                exported = False
            elif inside and (found := re.match(r"    pub fn (\w+)", row)):
                yield f"{inside}::{found[1]}"


def facade():
    return exported(sorted((ROOT / "core/src/facade").glob("*.rs")))


def driver():
    return exported([ROOT / "native/src/facade.rs"])


def operations():
    """The operations of a job."""
    text = (ROOT / "native/src/job/mod.rs").read_text("utf-8")
    body = text.split("pub enum Operation {")[1].split("\n}\n")[0]
    return re.findall(r"^    (\w+) \{", body, re.M)


def camel(name):
    return re.sub(r"_(.)", lambda m: m[1].upper(), name)


def python_names(source):
    """Functions of a module, and methods and nested classes as `Class::name`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.ClassDef)):
                    yield f"{node.name}::{inner.name}"


def kotlin_names(source):
    """The same of Kotlin, of what stands at the outermost level."""
    # Generated code is indented by chance: a class reaches to where the next one begins.
    _, *parts = re.split(r"^(?:open|sealed) class (\w+)\b", source, flags=re.M)
    yield from re.findall(r" ?fun `(\w+)`\(", source)
    for kind, body in zip(parts[::2], parts[1::2]):
        for name in re.findall(r"(?:fun `|data class )(\w+)", body):
            yield f"{kind}::{name}"


def generated(bindings):
    """What Python and Kotlin lack, of everything."""
    names = ("ehcert", "ehcert_driver")
    python = {n for name in names for n in python_names((bindings / f"{name}.py").read_text("utf-8"))}
    kotlin = {n for name in names for n in kotlin_names((bindings / "uniffi" / name / f"{name}.kt").read_text("utf-8"))}
    items, variants = [*facade(), *driver()], operations()
    for item in items:
        kind, _, name = item.rpartition("::")
        if item not in python:
            yield f"not in Python: {item}"
        if (f"{kind}::" if kind else "") + camel(name) not in kotlin:
            yield f"not in Kotlin: {item}"
    for variant in variants:
        if "Operation::" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", variant).upper() not in python:
            yield f"not in Python: Operation::{variant}"
        if f"Operation::{variant}" not in kotlin:
            yield f"not in Kotlin: Operation::{variant}"
    print(f"coverage: {len(items)} items and {len(variants)} operations looked for in Python and in Kotlin")
    if len(items) < 60 or len(variants) < 8:
        yield "facade or driver was not understood"


def main(*bindings):
    functions = set((ROOT / "tests/c/exports.txt").read_text().split())
    items = list(facade())
    jobs = [item for item in driver() if item not in DRIVER]
    missing = [item for item in jobs if "ehc_job_" + item.rpartition("::")[2] not in functions]
    for item in items:
        kind, _, name = item.rpartition("::")
        wanted = RENAMED.get(item, PREFIXES.get(kind, "ehc_") + name)
        if wanted not in functions:
            missing.append(item)
    unexplained = [item for item in missing if item not in REASONS]
    stale = [item for item in REASONS if item not in missing]
    count = len(items) + len(jobs)
    print(f"coverage: {count} items of facade and driver, {count - len(missing)} in C, {len(missing)} explained")
    for item in unexplained:
        print("not in C:", item)
    for item in stale:
        print("a reason for nothing:", item)
    if len(items) < 50 or len(jobs) < 5:
        print("the facade was not understood")
    lacking = [text for folder in bindings for text in generated(pathlib.Path(folder))]
    for text in lacking:
        print(text)
    sys.exit(bool(unexplained or stale or lacking or len(items) < 50 or len(jobs) < 5))


if __name__ == "__main__":
    main(*sys.argv[1:])
