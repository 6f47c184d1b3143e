#!/usr/bin/env bash
# Builds the native library and generates the modules over it: `bash bindings/python/build.sh [CARGO PROFILE [TARGET]]`.
# The generator reads the unstripped library of this machine. With a target triple the library beside the modules is the
# one of that platform, which may be none that this machine could load.
set -eu
cd "$(dirname "$0")/../.."
profile=${1:-dev}
triple=${2:-}
target=${CARGO_TARGET_DIR:-target}
package=bindings/python/src/ehcert
export CARGO_PROFILE_DIST_STRIP=false
names="libehcert.so libehcert.dylib ehcert.dll"

folder_of() {
  [ "$1" = dev ] && echo debug || echo "$1"
}

# copy FOLDER: the library in it, to the modules; which one is there is the name of the platform.
copy() {
  for library in $names; do
    if [ -e "$1/$library" ]; then
      # Under another name first: a program that has the old one loaded keeps it.
      cp "$1/$library" "$package/$library.new"
      mv -f "$package/$library.new" "$package/$library"
    else
      rm -f "$package/$library"
    fi
  done
}

own=$profile
[ -z "$triple" ] || own=dev
cargo build --quiet -p ehcert-ffi --features uniffi --profile "$own"
copy "$target/$(folder_of "$own")"
mkdir -p "$target/bindings"
for library in $names; do
  [ -e "$package/$library" ] || continue
  cargo xtask bindings "$target/$(folder_of "$own")/$library" "$target/bindings" >/dev/null
done
cp "$target/bindings/ehcert.py" "$package/_native.py"
# The jobs are a module of their own beside it; inside the package both have other names.
sed 's/^from \. import ehcert$/from . import _native as ehcert/' "$target/bindings/ehcert_driver.py" >"$package/_driver.py"
"${PYTHON:-python3}" bindings/python/generate.py "$package"
if [ -n "$triple" ]; then
  cargo build --quiet -p ehcert-ffi --features uniffi --profile "$profile" --target "$triple"
  copy "$target/$triple/$(folder_of "$profile")"
fi
