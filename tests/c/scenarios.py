"""Plays tests/scenarios by the C player: `scenarios.py PLAYER EHCERT`, PLAYER being tests/c/scenarios.c built."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/scenarios"), str(ROOT / "tests/python")]

import check  # noqa: E402
from sandbox_platform import HttpPlatform, pem_certificates  # noqa: E402


def word(value):
    """A word of a flattened line."""
    if value is None or value is False:
        return "-"
    if not isinstance(value, (str, bytes)):
        value = json.dumps(value)
    # An empty word would not be seen by the player.
    return (value.encode() if isinstance(value, str) else value).hex() or "00"


def flattened(scenario, platform):
    def line(tag, *values):
        return " ".join([tag, *map(word, values)])

    if "cases" in scenario:
        yield line("language", scenario["language"])
        for case in scenario["cases"]:
            yield line("case", case["call"], *case["arguments"])
        return
    yield line("password", scenario["password"])
    yield line("request", scenario["request"])
    yield line("roots", b"".join(platform.roots))
    pem = (platform.dir / "platform" / "eid-roots.pem").read_text()
    yield line("anchors", b"".join(pem_certificates(pem)))
    for flow in scenario["flows"]:
        get = flow.get
        yield line(
            "flow", flow["flow"], get("password"), get("request"), get("pending"), get("renews"), get("patience"),
            get("expected"), get("identifierType", get("bis")), get("identifier", get("firstNames")),
            get("reason", get("name")), get("contact"))
        for entry in get("script", []):
            yield line("at", entry["at"], entry.get("act"), entry.get("clock"))
            for command in entry.get("control", []):
                yield line("control", command)
            if "http" in entry:
                told = entry["http"]
                yield line("http", told["status"], told["contentType"], told["body"], told.get("times", 1))


def printed(text):
    """The lines of the trace. The texts of an error stand behind it, between tabs."""
    for row in text.splitlines():
        found, *texts = row.split("\t")
        line = json.loads(found)
        if texts:
            line["message"], line["advice"] = texts
        # C has no null for a text: what is blank is empty.
        if line.get("call") == "checkApplicationId" and line.get("result") == "":
            line["result"] = None
        yield line


def main(player, command):
    platform = HttpPlatform(command)
    wrong = 0
    try:
        port = platform.url.rpartition(":")[2]
        files = sorted((ROOT / "tests/scenarios").glob("*.json"))
        wanted = os.environ.get("EHCERT_SCENARIO", "")
        for file in (file for file in files if wanted in file.name):
            scenario = json.loads(file.read_text("utf-8"))
            with tempfile.NamedTemporaryFile("w") as flat:
                flat.write("".join(row + "\n" for row in flattened(scenario, platform)))
                flat.flush()
                done = subprocess.run([player, port, flat.name], capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{file.name}: the player ended with {done.returncode}: {done.stderr}")
                wrong += 1
                continue
            lines = list(printed(done.stdout))
            found = check.differences(scenario, lines, platform.url)
            if not check.serials_agree(lines):
                found.append("the keystore does not hold the serial numbers of the outcome")
            for text in found:
                print(f"{file.name}: {text}")
            wrong += bool(found)
        print(f"C: {len(files)} scenarios, {wrong} differ")
        return 1 if wrong or len(files) < 27 else 0
    finally:
        platform.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
