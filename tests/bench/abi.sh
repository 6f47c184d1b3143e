#!/usr/bin/env bash
# What the C ABI weighs and costs, as it ships: sizes of the libraries as `cargo xtask package` builds them, time to load,
# calls against the Rust calls that they translate in the same run, lines of glue. Ends with 1 where a figure is beyond its
# limit.
# `bash tests/bench/abi.sh [TARGET...]`; without targets: Linux and both of Windows. Builds with fat LTO: minutes.
set -eu
cd "$(dirname "$0")/../.."
targets=${*:-x86_64-unknown-linux-gnu x86_64-pc-windows-gnu i686-pc-windows-gnu}
target=$PWD/${CARGO_TARGET_DIR:-target}/package
bad=0
# limit NAME FIGURE LIMIT UNIT
limit() {
  if awk -v a="$2" -v b="$3" 'BEGIN { exit !(a <= b) }'; then verdict="within"; else verdict="BEYOND"; bad=1; fi
  echo "$1: $2 $4, $verdict the limit of $3"
}
for triple in $targets; do
  built=$(cargo xtask build "$triple")
  case $triple in
    *windows*) limit "$triple" "$(stat -c %s "$built/ehcert.dll")" 5000000 octets ;;
    *) limit "$triple" "$(stat -c %s "$built/libehcert.so")" 4000000 octets ;;
  esac
done
library=$target/x86_64-unknown-linux-gnu/dist/libehcert.so
if [ -e "$library" ]; then
  cargo bench --quiet -p ehcert-ffi --bench abi -- "$library" | tee "$target/abi.txt"
  limit "load and first call" "$(sed -n 's/^load and first call: \([0-9.]*\) ms.*/\1/p' "$target/abi.txt")" 5 ms
  sed -n 's/^\(.*\): \([0-9.-]*\) us over.*/\1|\2/p' "$target/abi.txt" >"$target/over.txt"
  while IFS='|' read -r name figure; do limit "$name" "$figure" 1 us; done <"$target/over.txt"
fi
python3 tests/bench/glue.py
exit $bad
