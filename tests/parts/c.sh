# C: header, exports, misuse under valgrind, as C11 and as C++17, dynamic and static.
set -eu
. tests/lib/install.sh
need_debian gcc=gcc g++=g++ valgrind=valgrind nm=binutils
cargo xtask header --check
cargo build --quiet -p ehcert-ffi
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Only ehc_ symbols, no PC/SC at load time, a SONAME.
nm -D --defined-only "$target/debug/libehcert.so" | awk '{print $3}' | sort >"$work/exports"
if grep -v '^ehc_' "$work/exports" | grep -v '^rust_eh_personality$'; then
  echo "the library exports more than ehc_ symbols"
  exit 1
fi
diff tests/c/exports.txt "$work/exports" || { echo "the exported functions changed: update tests/c/exports.txt"; exit 1; }
readelf -d "$target/debug/libehcert.so" >"$work/dynamic"
grep -q 'SONAME.*libehcert.so.1' "$work/dynamic"
! grep -q pcsc "$work/dynamic"
ln -s "$target/debug/libehcert.so" "$work/libehcert.so.1"
warnings="-Wall -Wextra -Werror -pedantic"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/misuse.c "$work/libehcert.so.1" -pthread -o "$work/c"
g++ -std=c++17 $warnings -Iinclude -x c++ tests/c/misuse.c -x none "$work/libehcert.so.1" -pthread -o "$work/cpp"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -DEHCERT_STATIC -Iinclude tests/c/misuse.c "$target/debug/libehcert.a" -pthread -ldl -lm -o "$work/static"
for program in c cpp static; do
  LD_LIBRARY_PATH=$work "$work/$program"
done
LD_LIBRARY_PATH=$work valgrind --quiet --leak-check=full --suppressions=tests/c/valgrind.supp --error-exitcode=9 "$work/c"
echo "valgrind: clean"

# What the library leaves in memory after everything was closed: no password, no PIN, no part of a key.
cargo build --quiet -p ehcert-cli
need_debian python3=python3 openssl=openssl
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/secrets.c "$work/libehcert.so.1" -o "$work/secrets"
LD_LIBRARY_PATH=$work python3 tests/c/secrets.py "$work/secrets" "$target/debug/ehcert"

# Every item of the facade has its C function, or a reason.
python3 tests/c/coverage.py
