#!/usr/bin/env bash
# Shows that the packages are reproducible: two copies of the committed source, in folders with names of different lengths
# and with nothing built before, give identical archives. `bash tests/bench/package.sh [TARGET...]`, as of
# `cargo xtask package`; without targets: all three. Builds with fat LTO, twice: a quarter of an hour for each target on
# two cores.
set -eu
cd "$(dirname "$0")/../.."
# Said before half an hour of building.
PATH=$PATH:${XDG_CACHE_HOME:-$HOME/.cache}/ehcert/tools/bin
cargo cyclonedx --version >/dev/null 2>&1 || { echo "needs: cargo install --locked cargo-cyclonedx@0.5.7" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commit=$(git rev-parse HEAD)
# Of the same commit, so that both have the same time.
export SOURCE_DATE_EPOCH
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
for copy in "$work/a" "$work/another-folder"; do
  git clone --quiet . "$copy"
  git -C "$copy" checkout --quiet --detach "$commit"
  # The packer finds its workspace by where it was built; what it needs itself is built once.
  (cd "$copy" && CARGO_TARGET_DIR=$work/tools cargo xtask package "$@")
  (cd "$copy/dist" && sha256sum ehcert-*) >"$copy.sums"
done
cat "$work/a.sums"
diff "$work/a.sums" "$work/another-folder.sums"
echo "two builds, identical archives"
