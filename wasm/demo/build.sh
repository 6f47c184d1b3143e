#!/usr/bin/env bash
# Builds the portal page into wasm/demo/dist; `cargo build --features portal` then puts it into the command.
# Needs Rust with the target wasm32-unknown-unknown, wasm-opt (of binaryen), and Node 20 or newer with npm.
set -eu
cd "$(dirname "$0")/../.."
EHCERT_NPM=${EHCERT_NPM:-$(cargo xtask npm)}
export EHCERT_NPM
cd wasm/demo
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent
npm run --silent build
