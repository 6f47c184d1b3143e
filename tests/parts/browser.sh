# JavaScript: the WebAssembly module in Node, with the main job against the sandbox.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl node=nodejs
need_target wasm32-unknown-unknown
target=$PWD/${CARGO_TARGET_DIR:-target}
cargo build --quiet -p ehcert-wasm --profile release-wasm --target wasm32-unknown-unknown
cargo xtask wasm "$target/wasm32-unknown-unknown/release-wasm/ehcert_wasm.wasm" "$target/npm"
cargo build --quiet
ls -l "$target"/npm/web/*.wasm | awk '{print "module:", $5, "bytes"}'
EHCERT=$target/debug/ehcert EHCERT_NODE=$target/npm/nodejs/ehcert_wasm.js node --test tests/browser/
