# The DLL for 64-bit and 32-bit Windows: built, its exports and imports, and the C tests under Wine.
set -eu
. tests/lib/install.sh
. tests/lib/wine.sh
need_debian x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 i686-w64-mingw32-gcc=gcc-mingw-w64-i686 \
  python3=python3
need_target x86_64-pc-windows-gnu
need_target i686-pc-windows-gnu
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'for arch in x86_64 i686; do [ ! -d "$work/$arch/prefix" ] || stop_wine $arch "$work/$arch"; done; rm -rf "$work"' EXIT

# What Windows itself has, from version 10 on.
system='^(kernel32|ntdll|userenv|ws2_32|advapi32|bcrypt|bcryptprimitives|crypt32|secur32|ole32|shell32|winscard|msvcrt|api-ms-win-[a-z0-9-]*)\.dll$'
flags="-Wall -Wextra -Werror -pedantic -Iinclude"
for arch in x86_64 i686; do
  built=$target/$arch-pc-windows-gnu/debug
  box=$work/$arch
  mkdir -p "$box/panic"
  # With a function that panics, for the test of the boundary; then as it ships.
  cargo build --quiet -p ehcert-ffi --target "$arch-pc-windows-gnu" --features panic-test
  cp "$built/ehcert.dll" "$box/panic/"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/panic.c "$built/libehcert.dll.a" -static -pthread -o "$box/panic/panic.exe"
  cargo build --quiet -p ehcert-ffi --target "$arch-pc-windows-gnu"
  "$arch-w64-mingw32-objdump" -p "$built/ehcert.dll" | tr -d '\r' >"$work/$arch.txt"
  # Undecorated names, the same as of the Linux library and of the header.
  awk '/\[Ordinal\/Name Pointer\] Table/ {on = 1; next} on && /\[ *[0-9]+\]/ {print $NF}' "$work/$arch.txt" |
    grep '^ehc_' | sort >"$work/$arch.exports"
  grep '^ehc_' tests/c/exports.txt | diff - "$work/$arch.exports"
  awk '/DLL Name:/ {print tolower($3)}' "$work/$arch.txt" | sort -u >"$work/$arch.imports"
  if grep -vE "$system" "$work/$arch.imports"; then
    echo "$arch: the DLL needs more than Windows has"
    exit 1
  fi
  cp "$built/ehcert.dll" "$box/"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/misuse.c "$built/libehcert.dll.a" -static -pthread -o "$box/misuse.exe"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/threads.c "$built/libehcert.dll.a" -static -pthread -o "$box/threads.exe"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/unload.c -lws2_32 -static -o "$box/unload.exe"
  python3 tests/c/every_argument.py >"$work/misuse_all.c"
  "$arch-w64-mingw32-gcc" -std=c11 $flags "$work/misuse_all.c" "$built/libehcert.dll.a" -static -o "$box/all.exe"
  # The import library that a linker makes of the committed list of exports.
  "$arch-w64-mingw32-dlltool" --def include/ehcert.def --output-lib "$box/libfromdef.a"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/misuse.c "$box/libfromdef.a" -static -pthread -o "$box/fromdef.exe"
  "$arch-w64-mingw32-gcc" -shared tests/windows/process_prng.c -ladvapi32 -Wl,--kill-at -o "$box/bcryptprimitives.dll"
  cp "$box/bcryptprimitives.dll" "$box/panic/"
  echo "$arch: $(wc -l <"$work/$arch.exports") functions, imports $(tr '\n' ' ' <"$work/$arch.imports")"
done

arches=
if (need_debian /usr/lib/wine/wine64=wine64) || [ -n "$(find_wine)" ]; then
  arches=x86_64
else
  echo "skipped: the C tests under 64-bit Wine, which cannot be installed here"
fi
need_wine32 && arches="$arches i686"
for arch in $arches; do
  start_wine $arch "$work/$arch"
  for program in ./misuse.exe ./fromdef.exe ./threads.exe ./all.exe panic/panic.exe; do
    windows $arch "$work/$arch" "$program" || { echo "$arch: $program failed under Wine"; exit 1; }
  done
  # Wine ends with 0 when a program crashes on a thread of its own: what it says at its end counts.
  windows $arch "$work/$arch" ./unload.exe ehcert.dll | grep "the process lives on" || { echo "$arch: unload.exe failed under Wine"; exit 1; }
  echo "$arch: the C tests run under Wine"
done
