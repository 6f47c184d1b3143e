#!/usr/bin/env bash
# Builds the native libraries, generates the Kotlin bindings over them and packs everything into the jar:
# `bash bindings/kotlin/build.sh [MAVEN GOAL...]`. For Windows the two DLLs are built as well when the compilers are there
# (Rust's targets *-pc-windows-gnu, mingw-w64) and EHCERT_DLLS is not `no`; every library in the jar offers exactly the same
# functions.
set -eu
cd "$(dirname "$0")/../.."
profile=${EHCERT_PROFILE:-dev}
folder=$profile
[ "$profile" = dev ] && folder=debug
# The generator reads symbols; what is shipped has none.
export CARGO_PROFILE_DIST_STRIP=false
target=$PWD/${CARGO_TARGET_DIR:-target}
generated=bindings/kotlin/target/generated
resources=$generated/resources
# Maven keeps classes of an earlier generation; they would meet a library that they do not know.
rm -rf bindings/kotlin/target/classes bindings/kotlin/target/test-classes "$generated"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$generated/kotlin" "$generated/test" "$resources/linux-x86-64"

cargo build --quiet -p ehcert-ffi --features uniffi --profile "$profile"
library=$target/$folder/libehcert.so
cargo xtask bindings "$library" "$work" >/dev/null
# Beside the generated Python, which tells the error codes.
cp "$library" "$work/"
python3 bindings/kotlin/derive.py "$work" "$generated/kotlin" "$generated/test"
strip -o "$resources/linux-x86-64/libehcert.so" "$library"
functions() { grep -oE '\b(uniffi_ehcert_|ffi_ehcert_|ehc_)[a-z0-9_]+' | sort -u; }
nm -D --defined-only "$resources/linux-x86-64/libehcert.so" | functions >"$work/linux"

for pair in x86_64:win32-x86-64 i686:win32-x86; do
  arch=${pair%%:*} place=${pair#*:}
  [ "${EHCERT_DLLS:-}" = no ] && continue
  if ! command -v "$arch-w64-mingw32-gcc" >/dev/null || ! rustup target list --installed 2>/dev/null | grep -qx "$arch-pc-windows-gnu"; then
    echo "skipped: the DLL for $place, there is no compiler for it"
    continue
  fi
  cargo build --quiet -p ehcert-ffi --features uniffi --profile "$profile" --target "$arch-pc-windows-gnu"
  mkdir -p "$resources/$place"
  "$arch-w64-mingw32-strip" -o "$resources/$place/ehcert.dll" "$target/$arch-pc-windows-gnu/$folder/ehcert.dll"
  "$arch-w64-mingw32-objdump" -p "$resources/$place/ehcert.dll" |
    awk '/\[Ordinal\/Name Pointer\] Table/ {on = 1; next} on' | functions | diff "$work/linux" - ||
    { echo "the DLL for $place offers other functions than the library for Linux"; exit 1; }
done
find "$resources" -type f -printf '%P: %s bytes\n'
echo "$(wc -l <"$work/linux") functions in each, $(grep -c '^uniffi_' "$work/linux") of them for Kotlin"
mvn -q -B -f bindings/kotlin/pom.xml "${@:-verify}"
