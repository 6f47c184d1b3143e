#!/usr/bin/env bash
# Runs each fuzz target for some seconds: `bash fuzz/run.sh [SECONDS [TARGET...]]` (default 60, all targets).
# Seeds come from public vectors beside the checkout where they are present.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-$(sed -n 's/^name = "\(.*\)"$/\1/p' fuzz/Cargo.toml | grep -v ehcert-fuzz)}
seed() { # seed TARGET FILE...
  mkdir -p "fuzz/corpus/$1"
  for file in "${@:2}"; do [ -f "$file" ] && cp -n "$file" "fuzz/corpus/$1/"; done
  return 0
}
shared=../shared/vectors
seed keystore $shared/p12/*.p12
seed certificate $shared/cert/*
seed etk $shared/etk/*.etk
seed message $shared/msg/*.msg
archive=../shared/conformance/seeds/openssl-fuzz-seeds.tar.xz
if [ -f $archive ] && [ ! -d fuzz/corpus/openssl ]; then
  mkdir -p fuzz/corpus/openssl
  tar -xJf $archive -C fuzz/corpus/openssl
fi
# A folder of OpenSSL's seeds for the target of the same kind.
also() {
  case $1 in
    certificate) kind=x509 ;;
    message | etk) kind=cms ;;
    crl) kind=crl ;;
    *) return 0 ;;
  esac
  if [ -d "fuzz/corpus/openssl/$kind" ]; then echo "fuzz/corpus/openssl/$kind"; fi
}
status=0
for target in $targets; do
  mkdir -p "fuzz/corpus/$target"
  log=$(mktemp)
  if cargo +nightly fuzz run "$target" "fuzz/corpus/$target" $(also "$target") -- -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 >"$log" 2>&1; then
    echo "$target: $(grep -oE 'Done [0-9]+ runs in [0-9]+ second' "$log" | tail -n 1), $(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)"
  else
    status=1
    echo "$target: CRASH"
    tail -n 30 "$log"
  fi
  rm -f "$log"
done
exit $status
