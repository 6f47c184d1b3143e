# Kotlin on the JVM: the package with its native library inside the jar, and the main job against the sandbox.
set -eu
. tests/lib/install.sh
need_debian java=default-jdk-headless mvn=maven strip=binutils
cargo build --quiet
export EHCERT=$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert
bash bindings/kotlin/build.sh verify
cat bindings/kotlin/target/surefire-reports/*.txt
