#!/usr/bin/env bash
# Builds the native library, generates the Kotlin bindings over it and packs both into the jar:
# `bash bindings/kotlin/build.sh [MAVEN GOAL]`.
set -eu
cd "$(dirname "$0")/../.."
cargo build --quiet -p ehcert-ffi --features uniffi
target=$PWD/${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bindings"
cargo xtask bindings "$target/debug/libehcert.so" "$target/bindings" >/dev/null
generated=bindings/kotlin/target/generated
# Maven keeps classes of an earlier generation; they would meet a library that they do not know.
rm -rf bindings/kotlin/target/classes bindings/kotlin/target/test-classes
mkdir -p "$generated/kotlin" "$generated/resources/linux-x86-64"
cp "$target/bindings/uniffi/ehcert/ehcert.kt" "$generated/kotlin/"
# The shipped library needs no symbols; the generator did.
strip -o "$generated/resources/linux-x86-64/libehcert.so" "$target/debug/libehcert.so"
mvn -q -B -f bindings/kotlin/pom.xml "${1:-verify}"
