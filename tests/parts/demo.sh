# The first command of the README, as a new user runs it, and what other programs say of its result.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl keytool=default-jdk-headless
cargo build --quiet --release
ehcert=${CARGO_TARGET_DIR:-target}/release/ehcert
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() {
  local name=$1
  shift
  "$ehcert" demo --json --dir "$work/$name" "$@" >"$work/$name.json"
  tail -n 1 "$work/$name.json" | python3 tests/demo_check.py "$work/$name"
  echo "demo $*: ok"
}
check organisation
check person --person --lang fr
check ec --ec --card ec --lang nl
check person-ec --person --ec --card rsa --lang de
