"""The build backend (PEP 517): builds the native library, generates the modules over it, and lets maturin make the wheel.

The package speaks to the native library through ctypes, so its wheel is ``py3-none-PLATFORM``, one for a platform and
every CPython. Two modules of UniFFI over one library, and the mending of both, are more than maturin's own UniFFI
support holds; its part is the program, the wheel and its tag.

``EHCERT_PROFILE`` is the profile of Cargo (``dist`` when unset; ``dev`` for tests), ``EHCERT_TARGET`` the target triple of
a wheel for another platform than this one.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import maturin
from maturin import get_requires_for_build_wheel  # noqa: F401

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE / "src" / "ehcert"
#: On Linux, macOS and Windows.
LIBRARIES = ("libehcert.so", "libehcert.dylib", "ehcert.dll")


def compatibility(library):
    """The policy of a Linux wheel: the newest glibc symbol that the library needs (maturin looks at the program only)."""
    needed = (2, 17)
    for found in re.finditer(rb"GLIBC_(\d+)\.(\d+)", library.read_bytes()):
        needed = max(needed, (int(found[1]), int(found[2])))
    return f"manylinux_{needed[0]}_{needed[1]}"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """One wheel of the platform."""
    profile, target = os.environ.get("EHCERT_PROFILE", "dist"), os.environ.get("EHCERT_TARGET", "")
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run(["bash", str(HERE / "build.sh"), profile, target], check=True, env=environment)
    for licence in ("LICENSE-APACHE", "LICENSE-MIT"):
        shutil.copy2(HERE.parent.parent / licence, HERE / licence)
    words = ["--profile", profile] + (["--target", target] if target else [])
    (library,) = (PACKAGE / name for name in LIBRARIES if (PACKAGE / name).exists())
    if not target and shutil.which("strip"):
        # What is shipped needs no symbols; the generator did.
        stripped = library.with_name(library.name + ".new")
        subprocess.run(["strip", "-x", "-o", str(stripped), str(library)], check=True)
        stripped.replace(library)
    if library.suffix == ".so":
        words += ["--compatibility", compatibility(library)]
    return maturin.build_wheel(wheel_directory, {**(config_settings or {}), "build-args": words}, metadata_directory)
