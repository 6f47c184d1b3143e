"""Measures the package: `EHCERT=target/release/ehcert python3 bindings/python/bench/speed.py`.

The native library must be built for speed (`bash bindings/python/build.sh release`). What is compared is measured in the
same run, in turns, so that a busy machine slows both.
"""

import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "bindings/python/src"), str(ROOT / "tests/python")]

import ehcert  # noqa: E402
from make_keystores import keystore  # noqa: E402
from sandbox_platform import HttpPlatform  # noqa: E402

PASSWORD = "Test-Keystore-1"


def numbers(count):
    """Enterprise numbers whose check digits are right."""
    for front in range(2_000_000, 2_000_000 + count):
        yield f"0{front:07d}{97 - front % 97:02d}"


def per_call(function, arguments):
    """Microseconds a call, the best of many short rounds."""
    best = float("inf")
    for _ in range(100):
        begun = time.perf_counter()
        for argument in arguments:
            function(argument)
        best = min(best, time.perf_counter() - begun)
    return best / len(arguments) * 1e6


def started(code, folder):
    """Milliseconds of processor that an interpreter takes to run this, compiled as an installer leaves it; the best."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    best = float("inf")
    for _ in range(10):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT / "bindings/python/src", env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, taken)
    return best * 1e3


def opened_here(data, times):
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        ehcert.Keystore(data, PASSWORD).close()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


def main():
    asked = list(numbers(500))
    print(f"identifier check: {per_call(lambda n: ehcert.check_identifier('CBE', n), asked):.2f} us (wanted: at most 5)")
    generated = per_call(lambda n: ehcert._native.check_identifier("CBE", n), asked)
    print(f"  by the generated function: {generated:.2f} us")
    with tempfile.TemporaryDirectory() as compiled:
        bare, full = started("pass", compiled), started("import ehcert", compiled)
    print(f"import: {full - bare:.1f} ms beyond the interpreter's own {bare:.1f} ms (wanted: at most 60)")

    platform = HttpPlatform(os.environ["EHCERT"])
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = keystore(platform, folder)
            data = pathlib.Path(file).read_bytes()
            engine = ["cargo", "run", "--quiet", "--release", "-p", "ehcert-core", "--example", "open_keystore", "--"]
            ratios, here = [], []
            for _ in range(5):
                rust = float(subprocess.run([*engine, file, PASSWORD, "100"], check=True, capture_output=True, cwd=ROOT).stdout)
                here.append(opened_here(data, 100))
                ratios.append(here[-1] / rust)
            print(f"keystore open: {statistics.median(here):.0f} us, {statistics.median(ratios):.3f} of Rust (wanted: at most 1.10)")
    finally:
        platform.close()


if __name__ == "__main__":
    main()
