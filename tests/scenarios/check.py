"""Compares what a player printed with what a scenario expects: `check.py BASE_ADDRESS FILE TRACE`, see README.md."""

import json
import pathlib
import sys

VARIES = {
    "publicKeyIdentifier", "replaces", "serial", "etkSerial", "notBefore", "notAfter", "daysLeft",
    "replacementPeriodStart", "clockDifference", "validationUrl", "expires",
}
DROPPED = {"digest", "body", "text"}


def normalised(value, base, name=None):
    """A line as it is compared."""
    if isinstance(value, dict):
        kept = {}
        for member, inner in value.items():
            if inner is None or member in DROPPED or (member == "keystore" and not isinstance(inner, dict)):
                continue
            key = value.get("key") if member == "value" else None
            kept[member] = normalised(inner, base, key[:1].lower() + key[1:] if isinstance(key, str) else member)
        return kept
    if isinstance(value, list):
        return [normalised(item, base, name) for item in value]
    if value == "":
        return value
    if name in VARIES or name == "encryptionKeys":
        return "*"
    return value.replace(base, "http://sandbox") if isinstance(value, str) else value


def without_nulls(value):
    """A member that is null is as good as none."""
    if isinstance(value, dict):
        return {member: without_nulls(inner) for member, inner in value.items() if inner is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def expected(scenario):
    """The lines that a player has to print."""
    if "cases" not in scenario:
        return [without_nulls(line) for line in scenario["trace"]]
    return [without_nulls({k: v for k, v in case.items() if k != "arguments"}) for case in scenario["cases"]]


def differences(scenario, lines, base):
    """Texts about every line that is not as expected."""
    wanted = expected(scenario)
    fields = "cases" in scenario
    found = []
    for number, line in enumerate(lines):
        line = without_nulls(line) if fields else normalised(line, base)
        if number >= len(wanted):
            found.append(f"line {number + 1} is one too many: {json.dumps(line)}")
        elif line != wanted[number]:
            found.append(f"line {number + 1}\n  expected {json.dumps(wanted[number], sort_keys=True)}\n"
                         f"  found    {json.dumps(line, sort_keys=True)}")
    if len(lines) < len(wanted):
        found.append(f"{len(wanted) - len(lines)} lines are missing, from {json.dumps(wanted[len(lines)])}")
    return found


def serials_agree(lines):
    """Whether the keystore at the end holds what the last completion told."""
    told = [line["outcome"] for line in lines if line.get("outcome") and "toBeActivated" in line["outcome"]]
    status = next((line["keystore"] for line in lines if isinstance(line.get("keystore"), dict)), None)
    if not told or status is None:
        return True
    return status["pending"] or (
        status["serial"] == told[-1]["serial"] and told[-1]["etkSerial"] in status["encryptionKeys"])


def main(base, file, trace):
    scenario = json.loads(pathlib.Path(file).read_text("utf-8"))
    text = sys.stdin.read() if trace == "-" else pathlib.Path(trace).read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    found = differences(scenario, lines, base)
    if not serials_agree(lines):
        found.append("the keystore does not hold the serial numbers of the outcome")
    for text in found:
        print(f"{pathlib.Path(file).name}: {text}")
    if not lines:
        print(f"{pathlib.Path(file).name}: nothing was printed")
    return 1 if found or not lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
