"""Lists what the facade has and the C ABI has not; each such item needs a reason here, and a reason needs an item."""

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


def facade():
    """Names of exported functions, and of methods as `Object::method`."""
    for file in sorted((ROOT / "core/src/facade").glob("*.rs")):
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


def main():
    functions = set((ROOT / "tests/c/exports.txt").read_text().split())
    items = list(facade())
    missing = []
    for item in items:
        kind, _, name = item.rpartition("::")
        wanted = RENAMED.get(item, PREFIXES.get(kind, "ehc_") + name)
        if wanted not in functions:
            missing.append(item)
    unexplained = [item for item in missing if item not in REASONS]
    stale = [item for item in REASONS if item not in missing]
    print(f"coverage: {len(items)} items of the facade, {len(items) - len(missing)} in C, {len(missing)} explained")
    for item in unexplained:
        print("not in C:", item)
    for item in stale:
        print("a reason for nothing:", item)
    if len(items) < 50:
        print("the facade was not understood")
    sys.exit(bool(unexplained or stale or len(items) < 50))


if __name__ == "__main__":
    main()
