"""Lists what the facade has and the module `ehcert` has not; each such item needs a reason, and a reason an item."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/c"))
from coverage import facade  # noqa: E402  (the reader of the facade is shared with the C ABI)

REASONS: dict[str, str] = {}


def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def exported(declarations: str) -> set[str]:
    """Functions by name, methods as `Class::method`."""
    found, inside = set(), ""
    for row in declarations.splitlines():
        if match := re.match(r"export class (\w+)", row):
            inside = match[1] + "::"
        elif row.startswith("}"):
            inside = ""
        elif match := re.match(r"export function (\w+)", row):
            found.add(match[1])
        elif inside and (match := re.match(r"    (?:static )?(\w+)\(", row)):
            found.add(inside + match[1])
    return found


def main() -> None:
    package = pathlib.Path(sys.argv[1])
    declarations = (package / "wasm/ehcert.d.ts").read_text("utf-8")
    have = exported(declarations)
    items = list(facade())
    missing = []
    for item in items:
        kind, _, name = item.rpartition("::")
        wanted = f"{kind}::{camel(name)}" if kind else camel(name)
        if wanted not in have:
            missing.append(item)
    unexplained = [item for item in missing if item not in REASONS]
    stale = [item for item in REASONS if item not in missing]
    # A form's module offers nothing that the whole one has not.
    small = exported((package / "wasm/validate.d.ts").read_text("utf-8"))
    strangers = sorted(small - have)
    # The raw exports at the end are the glue's own business.
    public = declarations.split("export type InitInput")[0]
    untyped = [row for row in public.splitlines() if re.search(r":\s*any\b", row)]
    print(f"coverage: {len(items)} items of the facade, {len(items) - len(missing)} in the module,"
          f" {len(missing)} explained; {len(small)} in validate")
    for item in unexplained:
        print("not in the module:", item)
    for item in stale:
        print("a reason for nothing:", item)
    for item in strangers:
        print("in validate alone:", item)
    for row in untyped:
        print("not typed:", row.strip())
    understood = len(items) >= 50 and len(have) >= 50
    if not understood:
        print("the facade or the declarations were not understood")
    sys.exit(bool(unexplained or stale or strangers or untyped or not understood))


if __name__ == "__main__":
    main()
