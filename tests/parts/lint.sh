# Form, warnings and documentation.
set -eu
. tests/lib/install.sh
# The benchmarks have OpenSSL as their peer.
need_debian pkg-config=pkg-config /usr/include/openssl/ssl.h=libssl-dev
cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets -- -D warnings
# A package of its own: the bench beside p12-keystore. Its dependencies are for the most part those of the fuzz targets.
cargo clippy --quiet --locked --manifest-path tests/bench/keystores/Cargo.toml --all-targets \
  --target-dir "${CARGO_TARGET_DIR:-target}/fuzz" -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps
# Every direct dependency has its reason, and unsafe code is where it was counted.
need_debian python3=python3
python3 tests/supply.py
# The table of limits is that of the constants.
python3 tests/limits.py
