#!/usr/bin/env bash
# How fast the package is, beside the engine itself in the same run: `bash bindings/kotlin/bench.sh [CARGO PROFILE]`.
set -eu
cd "$(dirname "$0")/../.."
export EHCERT_PROFILE=${1:-release}
folder=$EHCERT_PROFILE
[ "$folder" = dev ] && folder=debug
target=$PWD/${CARGO_TARGET_DIR:-target}
cargo build --quiet
cargo build --quiet -p ehcert-core --example open_keystore --profile "$EHCERT_PROFILE"
EHCERT_DLLS=no bash bindings/kotlin/build.sh test-compile
EHCERT=$target/debug/ehcert EHCERT_OPEN=$target/$folder/examples/open_keystore \
  mvn -q -B -f bindings/kotlin/pom.xml org.codehaus.mojo:exec-maven-plugin:3.6.1:exec \
  -Dexec.classpathScope=test -Dexec.executable=java -Dexec.args='-cp %classpath be.ehcert.Bench'
