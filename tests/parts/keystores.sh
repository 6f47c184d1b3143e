# What ehcert writes, read by others: eight readers, three profiles, two kinds of keys. The table is that of the docs.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl pk12util=libnss3-tools certutil=libnss3-tools certtool=gnutls-bin python3=python3 \
  javac=openjdk-17-jdk-headless mvn=maven node=nodejs npm=npm go=golang-go
cargo build --quiet -p ehcert-cli
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=python3
if ! python3 -c 'import cryptography' 2>/dev/null; then
  python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install cryptography==48.0.0 && python=$work/venv/bin/python
fi
"$python" tests/keystores/matrix.py "$target/debug/ehcert" "$work" --check docs/keystores.md
