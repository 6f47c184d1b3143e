# The core builds for a browser as it is: no I/O, no clock, no thread; and the module passes its own tests there.
set -eu
. tests/lib/install.sh
need_target wasm32-unknown-unknown
cargo check --quiet -p ehcert-core --target wasm32-unknown-unknown --no-default-features
cargo check --quiet -p ehcert-core --target wasm32-unknown-unknown --features wasm
echo "ehcert-core builds for wasm32-unknown-unknown"

cargo clippy --quiet -p ehcert-wasm --target wasm32-unknown-unknown --all-targets -- -D warnings

# The facade as JavaScript has it, in Node and in Chromium.
need_debian node=nodejs /usr/bin/chromium=chromium chromedriver=chromium-driver
target=$PWD/${CARGO_TARGET_DIR:-target}
CARGO_TARGET_DIR=$target/wasm-runner cargo build --quiet --locked --manifest-path tests/wasm/Cargo.toml
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=$target/wasm-runner/debug/ehcert-test-wasm
for place in NODE_EXPERIMENTAL BROWSER; do
  echo "ehcert-wasm, ${place%_*}"
  env "WASM_BINDGEN_USE_$place=1" CHROMEDRIVER="$(command -v chromedriver)" WASM_BINDGEN_TEST_TIMEOUT=120 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60 \
    cargo test -p ehcert-wasm --target wasm32-unknown-unknown
done
