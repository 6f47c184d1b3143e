# Python beside other people's tools: witnesses, httpx, the pages of the documentation, those of every name, the notebook, a fleet on PySpark.
# What they need is pinned and put into an environment of its own.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl python3=python3 pip3=python3-pip java=default-jdk-headless
python3 -c 'import ensurepip, venv' 2>/dev/null || need_debian /nonexistent/venv=python3-venv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
if ! "$work/venv/bin/pip" --quiet --disable-pip-version-check install -r bindings/python/requirements-test.txt 2>"$work/pip"; then
  tail -n 3 "$work/pip"
  echo "the tools could not be installed"
  exit 77
fi
PYTHON=$work/venv/bin/python bash bindings/python/build.sh
cargo build --quiet
target=$PWD/${CARGO_TARGET_DIR:-target}
export EHCERT=$target/debug/ehcert PYTHONPATH=$PWD/bindings/python/src:$PWD/tests/python
export PATH=$work/venv/bin:$PATH
for part in witnesses httpx_driver test_docs api_docs notebook spark_fleet; do
  python -m unittest -v "$part"
done
