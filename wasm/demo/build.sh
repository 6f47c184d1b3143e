#!/usr/bin/env bash
# Builds the portal page into wasm/demo/dist; `cargo build --features portal` then puts it into the command.
# Needs Rust with the target wasm32-unknown-unknown, and Node 20 or newer with npm.
set -eu
cd "$(dirname "$0")/../.."
target=$PWD/${CARGO_TARGET_DIR:-target}
cargo build --quiet -p ehcert-wasm --profile release-wasm --target wasm32-unknown-unknown
cargo xtask wasm "$target/wasm32-unknown-unknown/release-wasm/ehcert_wasm.wasm" "$target/npm"
cd wasm/demo
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent
EHCERT_MODULE=$target/npm/web npm run --silent build
