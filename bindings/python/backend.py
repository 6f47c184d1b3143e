"""The build backend (PEP 517): one wheel for a platform, for every CPython.

The package speaks to the native library through ctypes, so its wheel is ``py3-none-PLATFORM``. It holds the native
library and the command line, built by Cargo with the profile in ``EHCERT_PROFILE`` (``dist`` when unset; ``dev``
for tests). The wheel is the same, byte for byte, for the same inputs.
"""

import base64
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGE = HERE / "src" / "ehcert"
NAME, VERSION = "ehcert", re.search(r'^version = "(.+)"', (HERE / "pyproject.toml").read_text(), re.M).group(1)
METADATA = f"""Metadata-Version: 2.1
Name: {NAME}
Version: {VERSION}
Summary: The eHealth certificate of Belgian health care
License: MIT OR Apache-2.0
Requires-Python: >=3.9
Provides-Extra: aio
Requires-Dist: httpx>=0.24; extra == "aio"
"""


def platform_tag(libraries):
    """The tag of this platform; on Linux with the newest glibc symbol that the files need."""
    if sys.platform == "linux":
        needed = [2, 17]
        for library in libraries:
            for found in re.finditer(rb"GLIBC_(\d+)\.(\d+)", library.read_bytes()):
                needed = max(needed, [int(found[1]), int(found[2])])
        machine = sysconfig.get_platform().rpartition("-")[2]
        return f"manylinux_{needed[0]}_{needed[1]}_{machine}"
    return re.sub(r"[-.]", "_", sysconfig.get_platform())


def build():
    """Builds native library and command line, and generates the modules."""
    profile = os.environ.get("EHCERT_PROFILE", "dist")
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run(["bash", str(HERE / "build.sh"), profile], check=True, env=environment)
    subprocess.run(["cargo", "build", "--quiet", "-p", "ehcert-cli", "--profile", profile], check=True, cwd=ROOT)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = "ehcert.exe" if sys.platform == "win32" else "ehcert"
    (PACKAGE / "bin").mkdir(exist_ok=True)
    built = PACKAGE / "bin" / program
    shutil.copy2(ROOT / target / ("debug" if profile == "dev" else profile) / program, built)
    native = [PACKAGE / n for n in ("libehcert.so", "libehcert.dylib", "ehcert.dll") if (PACKAGE / n).exists()]
    # What is shipped needs no symbols; the generator did.
    if shutil.which("strip"):
        subprocess.run(["strip", "-x", *map(str, [*native, built])], check=True)
    return [*native, built]


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    tag = f"py3-none-{platform_tag(build())}"
    info = f"{NAME}-{VERSION}.dist-info"
    files = {}
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            files[f"{NAME}/{file.relative_to(PACKAGE).as_posix()}"] = file.read_bytes()
    for licence in ("LICENSE-APACHE", "LICENSE-MIT"):
        files[f"{info}/licenses/{licence}"] = (ROOT / licence).read_bytes()
    files[f"{info}/METADATA"] = METADATA.encode()
    wheel = f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: false\nTag: {tag}\n"
    files[f"{info}/WHEEL"] = wheel.encode()
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\nehcert = ehcert.__main__:main\n"
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}\n")
    files[f"{info}/RECORD"] = ("".join(lines) + f"{info}/RECORD,,\n").encode()
    name = f"{NAME}-{VERSION}-{tag}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if path.startswith(f"{NAME}/bin/") else 0o100644) << 16
            archive.writestr(entry, content)
    return name
