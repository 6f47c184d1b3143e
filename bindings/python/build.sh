#!/usr/bin/env bash
# Builds the native library and generates the module over it: `bash bindings/python/build.sh`.
# The generator reads the unstripped library.
set -eu
cd "$(dirname "$0")/../.."
cargo build --quiet -p ehcert-ffi --features uniffi
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bindings"
cargo xtask bindings "$target/debug/libehcert.so" "$target/bindings" >/dev/null
cp "$target/bindings/ehcert.py" bindings/python/src/ehcert/_native.py
cp "$target/debug/libehcert.so" bindings/python/src/ehcert/libehcert.so
