# The DLL for 64-bit and 32-bit Windows: built, its exports and imports, and the C test under Wine where it runs.
set -eu
. tests/lib/install.sh
. tests/lib/wine.sh
need_debian x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 i686-w64-mingw32-gcc=gcc-mingw-w64-i686
need_target x86_64-pc-windows-gnu
need_target i686-pc-windows-gnu
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What Windows itself has, from version 10 on.
system='^(kernel32|ntdll|userenv|ws2_32|advapi32|bcrypt|bcryptprimitives|crypt32|secur32|ole32|shell32|winscard|msvcrt|api-ms-win-[a-z0-9-]*)\.dll$'
for arch in x86_64 i686; do
  cargo build --quiet -p ehcert-ffi --target "$arch-pc-windows-gnu"
  dll=$target/$arch-pc-windows-gnu/debug/ehcert.dll
  objdump=$arch-w64-mingw32-objdump
  "$objdump" -p "$dll" | tr -d '\r' >"$work/$arch.txt"
  # Undecorated names, the same as of the Linux library and of the header.
  awk '/\[Ordinal\/Name Pointer\] Table/ {on = 1; next} on && /\[ *[0-9]+\]/ {print $NF}' "$work/$arch.txt" |
    grep '^ehc_' | sort >"$work/$arch.exports"
  grep '^ehc_' tests/c/exports.txt | diff - "$work/$arch.exports"
  awk '/DLL Name:/ {print tolower($3)}' "$work/$arch.txt" | sort -u >"$work/$arch.imports"
  if grep -vE "$system" "$work/$arch.imports"; then
    echo "$arch: the DLL needs more than Windows has"
    exit 1
  fi
  mkdir -p "$work/$arch"
  cp "$dll" "$work/$arch/"
  flags="-Wall -Wextra -Werror -pedantic -Iinclude"
  "$arch-w64-mingw32-gcc" -std=c11 $flags tests/c/misuse.c "$target/$arch-pc-windows-gnu/debug/libehcert.dll.a" \
    -static -pthread -o "$work/$arch/test.exe"
  "$arch-w64-mingw32-gcc" -shared tests/windows/process_prng.c -ladvapi32 -Wl,--kill-at \
    -o "$work/$arch/bcryptprimitives.dll"
  echo "$arch: $(wc -l <"$work/$arch.exports") functions, imports $(tr '\n' ' ' <"$work/$arch.imports")"
done

wine=$(find_wine)
if [ -z "$wine" ]; then
  (need_debian /usr/lib/wine/wine64=wine64) || { echo "skipped: the C test under Wine, which cannot be installed here"; exit 0; }
  wine=/usr/lib/wine/wine64
fi
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
(cd "$work/x86_64" && timeout 240 "$wine" ./test.exe) || { echo "the C test failed under Wine"; exit 1; }
echo "x86_64: the C test runs under Wine"
stop_wine "$wine"
# 32-bit Wine cannot be installed beside a 64-bit system; where there is one, it is used.
if command -v wine >/dev/null 2>&1 && WINEPREFIX=$work/prefix32 timeout 120 wine "$work/i686/test.exe" 2>/dev/null; then
  echo "i686: the C test runs under Wine"
else
  echo "skipped: the 32-bit C test, no 32-bit Wine here"
fi
