# Rust: unit and integration tests of every crate, with other people's programs as witnesses.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl python3=python3 keytool=default-jdk-headless xmlsec1=xmlsec1 xmllint=libxml2-utils xz=xz-utils strace=strace \
  pkg-config=pkg-config /usr/include/openssl/ssl.h=libssl-dev
cargo test --workspace --no-fail-fast -- --nocapture --test-threads 2 2>&1 | grep -vE '^test .* \.\.\. (ok|test )?$' | grep -v '^$'
[ "${PIPESTATUS[0]}" -eq 0 ]
# What a host in Rust leaves in memory after everything was closed.
target=$PWD/${CARGO_TARGET_DIR:-target}
python3 tests/c/secrets.py "$target/debug/examples/secrets" "$target/debug/ehcert"
