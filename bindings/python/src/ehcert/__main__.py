"""``python -m ehcert``: the command line, as it came with the package."""

import os
import pathlib
import subprocess
import sys
import sysconfig


def main() -> int:
    """Runs the command line with the arguments of this process."""
    name = "ehcert.exe" if os.name == "nt" else "ehcert"
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user")]
    program = next((file for file in (pathlib.Path(folder) / name for folder in folders) if file.exists()), None)
    if program is None:
        print("this copy of the package came without the command line", file=sys.stderr)
        return 2
    if os.name == "nt":
        return subprocess.run([str(program), *sys.argv[1:]], check=False).returncode
    os.execv(program, [str(program), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
