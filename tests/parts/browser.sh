# JavaScript: the npm package in Node, with the main job against the sandbox.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl node=nodejs wasm-opt=binaryen
need_target wasm32-unknown-unknown
cargo build --quiet
package=$(cargo xtask npm)
ls -l "$package"/wasm/*.wasm | awk '{print "module:", $5, "bytes", $NF}'
EHCERT=$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert EHCERT_NPM=$package node --test tests/browser/
