# The samples in C, C++ and Pascal on Windows, 64-bit and 32-bit, under Wine: folders of people with letters of other
# scripts in their names, paths that are longer than Windows once allowed.
set -eu
. tests/lib/install.sh
. tests/lib/wine.sh
. tests/lib/samples.sh
need_debian x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 i686-w64-mingw32-gcc=gcc-mingw-w64-i686 openssl=openssl \
  x86_64-w64-mingw32-g++=g++-mingw-w64-x86-64 i686-w64-mingw32-g++=g++-mingw-w64-i686
need_target x86_64-pc-windows-gnu
need_target i686-pc-windows-gnu
(need_debian /usr/lib/wine/wine64=wine64) || [ -n "$(find_wine)" ] || { echo "no 64-bit Wine here"; exit 77; }
arches=x86_64
need_wine32 && arches="x86_64 i686"
cargo build --quiet -p ehcert-cli
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'stop; for arch in $arches; do stop_wine $arch "$work/$arch"; done; rm -rf "$work"' EXIT

# pascal ARCH OUT: Free Pascal of Debian compiles for Windows too, but has no units for it: those of its source.
pascal() {
  local system cpu compiler rtl units=$work/units-$1
  case $1 in
    x86_64) system=win64 cpu=x86_64 compiler=ppcx64 ;;
    i686) system=win32 cpu=i386 compiler=$(readlink -f "$wine32_root"/usr/lib/i386-linux-gnu/fpc/*/ppc386) ;;
  esac
  rtl=$(echo /usr/share/fpcsrc/*/rtl)
  mkdir "$units"
  set -- "$2" "$compiler" -n -T$system -O2 -Xs -v0 -FE"$units" -FU"$units"
  for folder in inc $cpu win $system win/wininc objpas objpas/sysutils; do
    set -- "$@" -Fi"$rtl/$folder" -Fu"$rtl/$folder"
  done
  "${@:2}" -Us -Sg "$rtl/$system/system.pp" >"$work/pascal.log" 2>&1 &&
    "${@:2}" "$rtl/inc/uuchar.pp" >>"$work/pascal.log" 2>&1 &&
    "${@:2}" "$rtl/objpas/objpas.pp" >>"$work/pascal.log" 2>&1 &&
    "${@:2}" -Fuinclude -o"$1" bindings/samples/pascal/Enrol.dpr >>"$work/pascal.log" 2>&1 ||
    { tail -n 20 "$work/pascal.log"; echo "the Pascal sample does not compile for $system"; exit 1; }
}

warnings="-Wall -Wextra -Werror -pedantic"
long=$(printf 'a-folder-with-a-long-name-%02d-of-a-clinic-that-likes-them-long\\' 1 2 3 4 5)
for arch in $arches; do
  cargo build --quiet -p ehcert-ffi --target "$arch-pc-windows-gnu"
  dll=$target/$arch-pc-windows-gnu/debug/ehcert.dll
  box=$work/$arch
  users=$box/prefix/drive_c/users
  mkdir "$box"
  cp "$dll" "$box/"
  "$arch-w64-mingw32-gcc" -shared tests/windows/process_prng.c -ladvapi32 -Wl,--kill-at -o "$box/bcryptprimitives.dll"
  "$arch-w64-mingw32-gcc" -std=c99 $warnings -Iinclude bindings/samples/c/enrol.c "${dll%/*}/libehcert.dll.a" -o "$box/enrol-c.exe"
  "$arch-w64-mingw32-g++" -std=c++17 $warnings -static -Iinclude bindings/samples/cpp/enrol.cpp "${dll%/*}/libehcert.dll.a" \
    -o "$box/enrol-cpp.exe"
  "$arch-w64-mingw32-gcc" -std=c99 $warnings -municode tests/windows/as_user.c -o "$box/as_user.exe"
  start_wine "$arch" "$box"
  mkdir -p "$users/René 漢字" "$users/pascal" "$users/cpp"
  # No folder is told: that of the user, whose name has letters of other scripts.
  job "c-$arch" "$users/René 漢字/ehealth/keystore" '' windows "$arch" "$box" ./as_user.exe 'C:\users\René 漢字' enrol-c.exe
  # A path beyond 260 letters.
  job "c-long-$arch" "$users/cpp/${long//\\//}" "C:\\users\\cpp\\$long" windows "$arch" "$box" ./enrol-c.exe
  job "cpp-$arch" "$users/cpp" 'C:\users\cpp' windows "$arch" "$box" ./enrol-cpp.exe
  if (need_debian fpc=fpc /usr/share/fpcsrc=fpc-source); then
    pascal "$arch" "$box/enrol-pascal.exe"
    job "pascal-$arch" "$users/pascal" 'C:\users\pascal' windows "$arch" "$box" ./enrol-pascal.exe
  else
    echo "skipped: the Pascal sample on Windows, no fpc here"
  fi
  stop
  stop_wine "$arch" "$box"
done
