# C: header, exports, misuse under valgrind, as C11 and as C++17, dynamic and static.
set -eu
. tests/lib/install.sh
need_debian gcc=gcc g++=g++ valgrind=valgrind nm=binutils python3=python3
cargo xtask header --check
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
warnings="-Wall -Wextra -Werror -pedantic"
# With a function that panics, for the test of the boundary; then as it ships.
cargo build --quiet -p ehcert-ffi --features panic-test
mkdir "$work/panic"
cp "$target/debug/libehcert.so" "$work/panic/libehcert.so.1"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/panic.c "$work/panic/libehcert.so.1" -pthread -o "$work/panic/panic"
# Nothing is written where the host did not ask for it.
LD_LIBRARY_PATH=$work/panic "$work/panic/panic" 2>"$work/panic/stderr"
[ ! -s "$work/panic/stderr" ]
cargo build --quiet -p ehcert-ffi
# Only ehc_ symbols, no PC/SC at load time, a SONAME.
nm -D --defined-only "$target/debug/libehcert.so" | awk '{print $3}' | sort >"$work/exports"
if grep -v '^ehc_' "$work/exports" | grep -v '^rust_eh_personality$'; then
  echo "the library exports more than ehc_ symbols"
  exit 1
fi
diff tests/c/exports.txt "$work/exports" || { echo "the exported functions changed: update tests/c/exports.txt"; exit 1; }
readelf -d "$target/debug/libehcert.so" >"$work/dynamic"
grep -q 'SONAME.*libehcert.so.1' "$work/dynamic"
grep -q NODELETE "$work/dynamic"
! grep -q pcsc "$work/dynamic"
ln -s "$target/debug/libehcert.so" "$work/libehcert.so.1"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/misuse.c "$work/libehcert.so.1" -pthread -o "$work/c"
g++ -std=c++17 $warnings -Iinclude -x c++ tests/c/misuse.c -x none "$work/libehcert.so.1" -pthread -o "$work/cpp"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -DEHCERT_STATIC -Iinclude tests/c/misuse.c "$target/debug/libehcert.a" -pthread -ldl -lm -o "$work/static"
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/threads.c "$work/libehcert.so.1" -pthread -o "$work/threads"
python3 tests/c/every_argument.py >"$work/misuse_all.c"
gcc -std=c11 $warnings -Iinclude "$work/misuse_all.c" "$work/libehcert.so.1" -o "$work/all"
# Loaded and unloaded as a plug-in does it.
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/unload.c -ldl -o "$work/unload"
"$work/unload" "$work/libehcert.so.1"
for program in c cpp static threads all; do
  LD_LIBRARY_PATH=$work "$work/$program"
done
LD_LIBRARY_PATH=$work valgrind --quiet --leak-check=full --suppressions=tests/c/valgrind.supp --error-exitcode=9 "$work/c"
LD_LIBRARY_PATH=$work valgrind --quiet --leak-check=full --suppressions=tests/c/valgrind.supp --error-exitcode=9 "$work/all"
echo "valgrind: clean"
# Hostile copies of every vector, through every function that reads bytes.
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/hostile.c "$work/libehcert.so.1" -o "$work/hostile"
if [ -d ../shared/vectors ]; then
  LD_LIBRARY_PATH=$work "$work/hostile" ../shared/vectors/*/*
else
  echo "skipped: hostile copies in C, shared/vectors not present"
fi

# What the library leaves in memory after everything was closed: no password, no PIN, no part of a key.
cargo build --quiet -p ehcert-cli
need_debian openssl=openssl
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/secrets.c "$work/libehcert.so.1" -o "$work/secrets"
LD_LIBRARY_PATH=$work python3 tests/c/secrets.py "$work/secrets" "$target/debug/ehcert"

# The scenarios that every surface plays.
gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings -Iinclude tests/c/scenarios.c "$work/libehcert.so.1" -o "$work/scenarios"
LD_LIBRARY_PATH=$work python3 tests/c/scenarios.py "$work/scenarios" "$target/debug/ehcert"

# Every item of facade and driver has its C function, or a reason.
python3 tests/c/coverage.py
# The codes of errors are those that all surfaces have.
python3 tests/c/surfaces.py "$work/libehcert.so.1"

# The headers are described to the last argument.
if (need_debian doxygen=doxygen); then
  { cat tests/c/Doxyfile; echo "OUTPUT_DIRECTORY = $work"; } | doxygen -
  echo "doxygen: every declaration is described"
else
  echo "skipped: the description of the headers, no doxygen here"
fi

# What is handed out, as a tree: found by pkg-config and by CMake, from wherever it is put.
need_debian pkg-config=pkg-config cmake=cmake make=make
cargo xtask stage x86_64-unknown-linux-gnu "$target/debug" "$work/a place"
export PKG_CONFIG_PATH="$work/a place/lib/pkgconfig"
eval gcc -std=c11 -D_POSIX_C_SOURCE=200809L $warnings "$(pkg-config --cflags ehcert)" tests/c/misuse.c \
  "$(pkg-config --libs ehcert)" -pthread -o "$work/by-pkg-config"
LD_LIBRARY_PATH="$work/a place/lib" "$work/by-pkg-config"
eval gcc -std=c11 -D_POSIX_C_SOURCE=200809L "$(pkg-config --cflags ehcert)" tests/c/misuse.c \
  "'$work/a place/lib/libehcert.a'" "$(pkg-config --static --libs-only-l ehcert | sed 's/-lehcert //')" -pthread -o "$work/by-pkg-config-static"
"$work/by-pkg-config-static"
cmake -S tests/c/cmake -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/a place" >"$work/cmake.log" && cmake --build "$work/cmake" >>"$work/cmake.log" ||
  { cat "$work/cmake.log"; exit 1; }
"$work/cmake/shared" && "$work/cmake/static"
echo "pkg-config and CMake: programs found, built and run, shared and static"
