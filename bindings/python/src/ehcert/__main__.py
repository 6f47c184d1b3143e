"""``python -m ehcert``: the command line, as it came with the package."""

import os
import pathlib
import subprocess
import sys


def main() -> int:
    """Runs the command line with the arguments of this process."""
    program = pathlib.Path(__file__).with_name("bin") / ("ehcert.exe" if os.name == "nt" else "ehcert")
    if not program.exists():
        print("this copy of the package came without the command line", file=sys.stderr)
        return 2
    if os.name == "nt":
        return subprocess.run([str(program), *sys.argv[1:]], check=False).returncode
    os.execv(program, [str(program), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
