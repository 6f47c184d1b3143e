# The C tests over the static library with the sanitizers: AddressSanitizer for what reads or writes beyond, is freed
# twice or leaks; ThreadSanitizer for what two threads touch at once.
set -eu
. tests/lib/install.sh
need_debian gcc=gcc python3=python3
if ! cargo +nightly --version >/dev/null 2>&1; then
  echo "no nightly toolchain here, which the sanitizers need"
  exit 77
fi
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
triple=x86_64-unknown-linux-gnu
# The runtimes that belong to the compiler of the library; gcc only instruments the C file.
runtimes=$(rustc +nightly --print sysroot)/lib/rustlib/$triple/lib

# sanitized KIND SHORT TEST
sanitized() {
  gcc -fsanitize="$1" -g -std=c11 -D_POSIX_C_SOURCE=200809L -DEHCERT_STATIC -Iinclude -c "$3" -o "$work/test.o"
  gcc "$work/test.o" "$target/$1/$triple/debug/libehcert.a" -Wl,--whole-archive "$runtimes/librustc-nightly_rt.$2.a" \
    -Wl,--no-whole-archive -Wl,--export-dynamic -pthread -ldl -lm -lrt -o "$work/test"
  "$work/test"
}

CARGO_TARGET_DIR=$target/address RUSTFLAGS="-Zsanitizer=address" \
  cargo +nightly build --quiet -p ehcert-ffi --target $triple
export ASAN_OPTIONS=detect_leaks=1
sanitized address asan tests/c/misuse.c
sanitized address asan tests/c/threads.c
python3 tests/c/every_argument.py >"$work/misuse_all.c"
sanitized address asan "$work/misuse_all.c"
echo "AddressSanitizer: clean"

# Here the standard library must be instrumented too: it is what the threads meet in.
if ! rustup component add --toolchain nightly rust-src >/dev/null 2>&1; then
  echo "skipped: ThreadSanitizer, no source of the standard library here"
  exit 0
fi
CARGO_TARGET_DIR=$target/thread RUSTFLAGS="-Zsanitizer=thread" \
  cargo +nightly build --quiet -p ehcert-ffi --target $triple -Zbuild-std
# It must see what is there to be seen.
if sanitized thread tsan tests/c/race.c 2>"$work/race"; then
  echo "ThreadSanitizer does not see a race"
  exit 1
fi
grep -q 'data race' "$work/race"
sanitized thread tsan tests/c/threads.c
sanitized thread tsan tests/c/misuse.c
echo "ThreadSanitizer: clean"
