# The core builds for a browser as it is: no I/O, no clock, no thread.
set -eu
. tests/lib/install.sh
need_target wasm32-unknown-unknown
cargo check --quiet -p ehcert-core --target wasm32-unknown-unknown --no-default-features
cargo check --quiet -p ehcert-core --target wasm32-unknown-unknown --features wasm
echo "ehcert-core builds for wasm32-unknown-unknown"
