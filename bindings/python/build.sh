#!/usr/bin/env bash
# Builds the native library and generates the modules over it: `bash bindings/python/build.sh [CARGO PROFILE]`.
# The generator reads the unstripped library.
set -eu
cd "$(dirname "$0")/../.."
profile=${1:-dev}
folder=$profile
[ "$profile" = dev ] && folder=debug
export CARGO_PROFILE_DIST_STRIP=false
cargo build --quiet -p ehcert-ffi --features uniffi --profile "$profile"
target=${CARGO_TARGET_DIR:-target}
package=bindings/python/src/ehcert
for library in libehcert.so libehcert.dylib ehcert.dll; do
  [ -e "$target/$folder/$library" ] || continue
  mkdir -p "$target/bindings"
  cargo xtask bindings "$target/$folder/$library" "$target/bindings" >/dev/null
  cp "$target/$folder/$library" "$package/$library"
done
cp "$target/bindings/ehcert.py" "$package/_native.py"
# The jobs are a module of their own beside it; inside the package both have other names.
sed 's/^from \. import ehcert$/from . import _native as ehcert/' "$target/bindings/ehcert_driver.py" >"$package/_driver.py"
"${PYTHON:-python3}" bindings/python/generate.py "$package"
