# Rust: unit and integration tests of every crate, with other people's programs as witnesses.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl keytool=default-jdk-headless xmlsec1=xmlsec1 xmllint=libxml2-utils xz=xz-utils strace=strace \
  pkg-config=pkg-config /usr/include/openssl/ssl.h=libssl-dev
cargo test --workspace --no-fail-fast -- --nocapture --test-threads 2 2>&1 | grep -vE '^test .* \.\.\. (ok|test )?$' | grep -v '^$'
exit "${PIPESTATUS[0]}"
