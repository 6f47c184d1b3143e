# The C tests over the static library with AddressSanitizer: what reads or writes beyond, what is freed twice, what leaks.
set -eu
. tests/lib/install.sh
need_debian gcc=gcc
if ! cargo +nightly --version >/dev/null 2>&1; then
  echo "no nightly toolchain here, which the sanitizers need"
  exit 77
fi
target=$PWD/${CARGO_TARGET_DIR:-target}/sanitize
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR=$target
RUSTFLAGS="-Zsanitizer=address" cargo +nightly build --quiet -p ehcert-ffi --target x86_64-unknown-linux-gnu
# The runtime that belongs to the compiler of the library; gcc only instruments the C file.
runtime=$(rustc +nightly --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/lib/librustc-nightly_rt.asan.a
gcc -fsanitize=address -g -std=c11 -D_POSIX_C_SOURCE=200809L -DEHCERT_STATIC -Iinclude -c tests/c/misuse.c -o "$work/misuse.o"
gcc "$work/misuse.o" "$target/x86_64-unknown-linux-gnu/debug/libehcert.a" -Wl,--whole-archive "$runtime" \
  -Wl,--no-whole-archive -Wl,--export-dynamic -pthread -ldl -lm -lrt -o "$work/asan"
ASAN_OPTIONS=detect_leaks=1 "$work/asan"
echo "AddressSanitizer: clean"
