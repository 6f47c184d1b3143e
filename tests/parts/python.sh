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
export PYTHONPATH=$PWD/bindings/python/src:$PWD/tests/python
python3 -m unittest discover -v -s tests/python -p 'test_*.py'
# The scenarios that every surface plays, and that nothing of facade and driver is out of reach of Python and Kotlin.
python3 -m unittest -v scenarios
python3 tests/c/coverage.py "$target/bindings"
# Other versions of Python that are here: the same package, nothing is built for one of them.
for version in 3.9 3.10 3.12 3.13; do
  # pyenv has a command of each name on the path, which runs only when told of which release.
  other=python$version
  release=$(pyenv latest "$version" 2>/dev/null) && other=$(pyenv prefix "$release")/bin/python3
  if "$other" -c '' 2>/dev/null; then
    "$other" -c 'import sys, ehcert.aio, ehcert.fleet, ehcert.jobs; print("Python", *sys.version_info[:3])'
    "$other" -m unittest test_package.Names test_package.Exceptions test_package.Secrets test_package.Fleet test_package.Asynchronous >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    tail -n 3 "$work/log"
  else
    echo "skipped: Python $version is not here"
  fi
done
unset PYTHONPATH

# The wheel, made by maturin; what is installed is what is tested.
python3 -m venv "$work/venv"
if "$work/venv/bin/pip" --quiet --disable-pip-version-check install maturin==1.16.0 2>"$work/pip"; then
  (PATH=$work/venv/bin:$PATH EHCERT_PROFILE=dev pip --quiet --disable-pip-version-check wheel --no-build-isolation --no-deps -w "$work" ./bindings/python)
  "$work/venv/bin/pip" --quiet --disable-pip-version-check install --no-deps --no-index "$work"/*.whl
  ls -l "$work"/*.whl | awk '{print "wheel:", $5, $9}'
  "$work/venv/bin/ehcert" --version
  (cd "$work" && PYTHONPATH=$OLDPWD/tests/python venv/bin/python -m unittest -v test_package >wheel.log 2>&1) || { cat "$work/wheel.log"; exit 1; }
  tail -n 3 "$work/wheel.log"
else
  echo "skipped: the wheel, maturin could not be installed"
fi

# Types, by two checkers, where they can be installed.
if "$work/venv/bin/pip" --quiet --disable-pip-version-check install mypy==2.4.1 pyright==1.1.414 httpx==0.28.1 2>"$work/pip"; then
  (cd bindings/python && "$work/venv/bin/mypy" src/ehcert && "$work/venv/bin/mypy" --strict ../../tests/python/typed.py)
  (cd bindings/python && "$work/venv/bin/pyright" --pythonpath "$work/venv/bin/python")
  (cd "$work" && PYTHONPATH=$OLDPWD/tests/python venv/bin/python -m unittest -v httpx_driver)
else
  echo "skipped: mypy and pyright could not be installed"
fi
