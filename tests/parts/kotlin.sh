# Kotlin and Java: the package with its native libraries inside the jar, on every JDK of this machine; what its JVM keeps
# of objects and passwords; the scenarios; what other programs say of everything made; its pages.
set -eu
. tests/lib/install.sh
need_debian java=default-jdk-headless mvn=maven strip=binutils python3=python3 \
  x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 i686-w64-mingw32-gcc=gcc-mingw-w64-i686
need_target x86_64-pc-windows-gnu
need_target i686-pc-windows-gnu
cargo build --quiet
export EHCERT=$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert
bash bindings/kotlin/build.sh verify
reports() { grep -hE '^Tests run' bindings/kotlin/target/surefire-reports/*.txt | sed "s|^|$1: |"; }
reports "$(java -version 2>&1 | head -n 1)"
python3 -m zipfile -l bindings/kotlin/target/ehcert-0.1.0.jar | grep -E 'ehcert\.(dll|so) ' | grep -c . | grep -qx 3

# The other JDKs that are here, without what takes its time and is the same.
own=$(readlink -f "$(command -v java)")
for java in /usr/lib/jvm/*/bin/java; do
  [ "$(readlink -f "$java")" = "$own" ] && continue
  [ -L "$(dirname "$(dirname "$java")")" ] && continue
  mvn -q -B -f bindings/kotlin/pom.xml surefire:test -Djvm="$java" -Dtest='!LeakTest,!ScenariosTest'
  reports "$("$java" -version 2>&1 | head -n 1)"
done
