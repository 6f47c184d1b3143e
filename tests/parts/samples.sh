# The samples: each does the whole main job against the sandbox, and OpenSSL opens what it leaves.
set -eu
. tests/lib/install.sh
. tests/lib/samples.sh
need_debian gcc=gcc g++=g++ openssl=openssl python3=python3
cargo build --quiet -p ehcert-ffi -p ehcert-cli
target=$PWD/${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'stop; rm -rf "$work"' EXIT
cp "$target/debug/libehcert.so" "$work/libehcert.so.1"
ln -s libehcert.so.1 "$work/libehcert.so"
export LD_LIBRARY_PATH=$work

# on_linux NAME COMMAND...
on_linux() {
  mkdir "$work/out-$1"
  job "$1" "$work/out-$1" "$work/out-$1" timeout 240 "${@:2}"
}

warnings="-Wall -Wextra -Werror -pedantic"
# C89 but for the header's <stdint.h> and <stdbool.h>, which MSVC has.
gcc -std=c89 $warnings -Wno-long-long -Iinclude bindings/samples/c/enrol.c -L"$work" -lehcert -o "$work/enrol-c"
on_linux c "$work/enrol-c"
g++ -std=c++17 $warnings -Iinclude bindings/samples/cpp/enrol.cpp -L"$work" -lehcert -o "$work/enrol-cpp"
on_linux cpp "$work/enrol-cpp"
on_linux python python3 bindings/samples/python/enrol.py "$work/libehcert.so"

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
  on_linux csharp mono "$work/Enrol.exe"
else
  echo "skipped: C#, no mono here"
fi
if (need_debian fpc=fpc); then
  mkdir "$work/pascal"
  fpc -l- -v0 -Fuinclude -FU"$work/pascal" -Fl"$work" -k-L"$work" -o"$work/enrol-pascal" bindings/samples/pascal/Enrol.dpr
  on_linux pascal "$work/enrol-pascal"
else
  echo "skipped: Pascal, no fpc here"
fi
if (need_debian javac=default-jdk-headless /usr/share/java/jna.jar=libjna-java); then
  javac -Xlint:all -Werror -cp /usr/share/java/jna.jar -d "$work/java" bindings/samples/java/Enrol.java
  on_linux java java -cp "$work/java:/usr/share/java/jna.jar" Enrol "$work/libehcert.so"
else
  echo "skipped: Java, no JDK or JNA here"
fi
echo "skipped: VB.NET, Debian has no compiler for it"
