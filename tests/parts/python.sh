# Python: the package over the native library, checks, misuse and the main job against the sandbox.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl python3=python3
bash bindings/python/build.sh
cargo build --quiet
export EHCERT=$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert PYTHONPATH=$PWD/bindings/python/src:$PWD/tests/python
python3 -m unittest discover -v -s tests/python -p 'test_*.py'
