# Python: the package over the native library, checks, misuse and the main job against the sandbox; its wheel in a
# fresh environment; its types.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl python3=python3 pip3=python3-pip strip=binutils
python3 -c 'import ensurepip, venv' 2>/dev/null || need_debian /nonexistent/venv=python3-venv
bash bindings/python/build.sh
cargo build --quiet
target=$PWD/${CARGO_TARGET_DIR:-target}
export EHCERT=$target/debug/ehcert
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONPATH=$PWD/bindings/python/src:$PWD/tests/python python3 -m unittest discover -v -s tests/python -p 'test_*.py'

# The wheel: the backend needs no network; what is installed is what is tested.
EHCERT_PROFILE=dev python3 -m pip --quiet --disable-pip-version-check wheel --no-deps -w "$work" ./bindings/python
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet --disable-pip-version-check install --no-deps --no-index "$work"/*.whl
ls -l "$work"/*.whl | awk '{print "wheel:", $5, "bytes"}'
"$work/venv/bin/ehcert" --version
(cd "$work" && PYTHONPATH=$OLDPWD/tests/python venv/bin/python -m unittest -v test_package 2>&1 | tail -n 4)

# Types, by two checkers, where they can be installed.
if "$work/venv/bin/pip" --quiet --disable-pip-version-check install mypy==2.4.1 pyright==1.1.414 httpx==0.28.1 2>"$work/pip"; then
  (cd bindings/python && "$work/venv/bin/mypy" src/ehcert && "$work/venv/bin/mypy" --strict ../../tests/python/typed.py)
  (cd bindings/python && "$work/venv/bin/pyright" --pythonpath "$work/venv/bin/python")
  (cd "$work" && PYTHONPATH=$OLDPWD/tests/python venv/bin/python -m unittest -v httpx_driver 2>&1 | tail -n 4)
else
  echo "skipped: mypy and pyright could not be installed"
fi
