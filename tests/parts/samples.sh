# The samples: each does the whole main job against the sandbox, and OpenSSL opens what it leaves.
set -eu
. tests/lib/install.sh
. tests/lib/wine.sh
need_debian gcc=gcc g++=g++ openssl=openssl python3=python3 curl=curl
cargo build --quiet -p ehcert-ffi -p ehcert-cli
target=$PWD/${CARGO_TARGET_DIR:-target}
root=$PWD
work=$(mktemp -d)
sandbox=
# A sandbox that ended by itself is as good as stopped.
stop() {
  [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
  sandbox=
}
trap 'stop; rm -rf "$work"' EXIT
cp "$target/debug/libehcert.so" "$work/libehcert.so.1"
ln -s libehcert.so.1 "$work/libehcert.so"
export LD_LIBRARY_PATH=$work

# A platform of its own for each sample, with a card in it: all ask for the same certificate.
platform() {
  stop
  : >"$work/url"
  "$target/debug/ehcert" sandbox --json --listen 127.0.0.1:0 --dir "$work/sandbox-$1" --card rsa >"$work/url" 2>/dev/null </dev/null &
  sandbox=$!
  for _ in $(seq 200); do
    [ -s "$work/url" ] && break
    sleep 0.1
  done
  url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/url")
}
# Runs a sample with the arguments that all of them take, and opens its keystore with someone else's tool.
job() {
  name=$1
  shift
  platform "$name"
  mkdir "$work/out-$name"
  timeout 240 "$@" "$url" sandbox "$work/out-$name" 'Sample-Pass-2026!' 1234 >"$work/$name.log" 2>&1 ||
    { cat "$work/$name.log"; echo "$name failed"; exit 1; }
  opened "$name" "$work/out-$name"
}
opened() {
  keystore=$(ls "$2"/*.p12)
  keys=$(openssl pkcs12 -legacy -in "$keystore" -passin 'pass:Sample-Pass-2026!' -nodes 2>/dev/null | grep -c 'BEGIN PRIVATE KEY')
  [ "$keys" = 2 ] || { echo "$1: OpenSSL finds $keys keys"; exit 1; }
  echo "$1: the main job, $keys keys"
}

warnings="-Wall -Wextra -Werror -pedantic"
# C89 but for the header's <stdint.h> and <stdbool.h>, which MSVC has.
gcc -std=c89 $warnings -Wno-long-long -Iinclude bindings/samples/c/enrol.c -L"$work" -lehcert -o "$work/enrol-c"
job c "$work/enrol-c"
g++ -std=c++17 $warnings -Iinclude bindings/samples/cpp/enrol.cpp -L"$work" -lehcert -o "$work/enrol-cpp"
job cpp "$work/enrol-cpp"
job python python3 bindings/samples/python/enrol.py "$work/libehcert.so"

# A wrong PIN is told in words.
platform wrong
if "$work/enrol-c" "$url" sandbox "$work/out-wrong" 'Sample-Pass-2026!' 4321 >"$work/wrong.log" 2>&1; then
  echo "a wrong PIN was accepted"
  exit 1
fi
grep -q 'PIN' "$work/wrong.log" && ! ls "$work"/out-wrong/*.p12 2>/dev/null

# Each of the following where its compiler can be installed.
if (need_debian mcs=mono-mcs mono=mono-runtime); then
  mcs -nologo -warnaserror -out:"$work/Enrol.exe" include/Ehcert.cs bindings/samples/csharp/Enrol.cs
  job csharp mono "$work/Enrol.exe"
else
  echo "skipped: C#, no mono here"
fi
if (need_debian fpc=fpc); then
  mkdir "$work/pascal"
  fpc -l- -v0 -Fuinclude -FU"$work/pascal" -Fl"$work" -k-L"$work" -o"$work/enrol-pascal" bindings/samples/pascal/Enrol.dpr
  job pascal "$work/enrol-pascal"
else
  echo "skipped: Pascal, no fpc here"
fi
if (need_debian javac=default-jdk-headless /usr/share/java/jna.jar=libjna-java); then
  javac -Xlint:all -Werror -cp /usr/share/java/jna.jar -d "$work/java" bindings/samples/java/Enrol.java
  job java java -cp "$work/java:/usr/share/java/jna.jar" Enrol "$work/libehcert.so"
else
  echo "skipped: Java, no JDK or JNA here"
fi
echo "skipped: VB.NET, Debian has no compiler for it"

# The same C program on Windows, where Wine runs.
wine=$(find_wine)
dll=$target/x86_64-pc-windows-gnu/debug/ehcert.dll
if [ -n "$wine" ] && [ -e "$dll" ] && command -v x86_64-w64-mingw32-gcc >/dev/null; then
  mkdir "$work/wine"
  cp "$dll" "$work/wine/"
  x86_64-w64-mingw32-gcc -std=c99 $warnings -Iinclude bindings/samples/c/enrol.c "${dll%/*}/libehcert.dll.a" -o "$work/wine/enrol.exe"
  x86_64-w64-mingw32-gcc -shared tests/windows/process_prng.c -ladvapi32 -o "$work/wine/bcryptprimitives.dll"
  export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
  # A user's folder with letters of other scripts in its name.
  folder="$work/prefix/drive_c/users/René 漢字/ehealth"
  # Makes the prefix. Where that fails, so does what runs in it next, and says more.
  timeout 120 "$wine" wineboot -i >/dev/null 2>&1 </dev/null || true
  mkdir -p "$folder"
  platform wine
  (cd "$work/wine" && timeout 240 "$wine" ./enrol.exe "$url" sandbox 'C:\users\René 漢字\ehealth' 'Sample-Pass-2026!' 1234) >"$work/wine.log" 2>&1 </dev/null ||
    { cat "$work/wine.log"; echo "the C sample failed under Wine"; exit 1; }
  opened "c under Wine" "$folder"
  if (need_debian x86_64-w64-mingw32-g++=g++-mingw-w64-x86-64); then
    x86_64-w64-mingw32-g++ -std=c++17 $warnings -static -Iinclude bindings/samples/cpp/enrol.cpp "${dll%/*}/libehcert.dll.a" \
      -o "$work/wine/enrol-cpp.exe"
    platform wine-cpp
    (cd "$work/wine" && timeout 240 "$wine" ./enrol-cpp.exe "$url" sandbox 'C:\users\Public' 'Sample-Pass-2026!' 1234) \
      >"$work/wine-cpp.log" 2>&1 </dev/null || { cat "$work/wine-cpp.log"; echo "the C++ sample failed under Wine"; exit 1; }
    opened "cpp under Wine" "$work/prefix/drive_c/users/Public"
  else
    echo "skipped: the C++ sample under Wine, no cross compiler here"
  fi
  stop_wine "$wine"
else
  echo "skipped: the C sample under Wine, which is not here"
fi
