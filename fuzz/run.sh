#!/usr/bin/env bash
# Runs each fuzz target for some seconds: `bash fuzz/run.sh [SECONDS [TARGET...]]` (default 60, all targets).
# Seeds come from public vectors beside the checkout where they are present.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-$(sed -n 's/^name = "\(.*\)"$/\1/p' fuzz/Cargo.toml | grep -v ehcert-fuzz)}
seeds() { # seeds TARGET FOLDER PATTERN...: the files below FOLDER with such names, none larger than a target takes
  mkdir -p "fuzz/corpus/$1"
  [ -d "$2" ] || return 0
  local pattern
  for pattern in "${@:3}"; do find "$2" -type f -path "$pattern" -size -17k -exec cp -n {} "fuzz/corpus/$1/" \;; done
}
unpacked() { # unpacked ARCHIVE FOLDER: once
  [ -f "$1" ] && [ ! -d "$2" ] || return 0
  mkdir -p "$2"
  tar -xJf "$1" -C "$2"
}
vectors=../shared/vectors
conformance=../shared/conformance
sets=fuzz/corpus/sets
unpacked $conformance/seeds/openssl-fuzz-seeds.tar.xz fuzz/corpus/openssl
for archive in $conformance/{be,cms,p12,pyca}/*.tar.xz; do unpacked "$archive" "$sets/$(basename "$archive" .tar.xz)"; done
seeds keystore $vectors/p12 '*.p12'
seeds keystore $sets '*.p12' '*.pfx'
seeds certificate $vectors/cert '*'
seeds certificate $sets '*/be/ca/*' '*/be/ehealth/*' '*/be/specimen-ec-p384/*'
seeds crl $sets '*/be/crl/*'
seeds ocsp $sets '*/x509-ocsp/tests/examples/*'
seeds csr $sets '*/x509/requests/*'
seeds etk $vectors/etk '*.etk'
seeds etk $sets '*/pkcs7/*' '*/cms/tests/examples/*'
seeds message $vectors/msg '*.msg'
seeds message $sets '*/cms/tests/examples/*'
seeds eid_files $sets '*/be/specimen-ec-p384/*'
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
# A program that uses an output again without freeing what was there loses it; that is no fault of the library.
leaks() { if [ "$1" = c_abi ]; then echo 0; else echo 1; fi; }
status=0
for target in $targets; do
  mkdir -p "fuzz/corpus/$target"
  log=$(mktemp)
  if cargo +nightly fuzz run "$target" "fuzz/corpus/$target" $(also "$target") -- -max_total_time="$seconds" -max_len=16384 -timeout=10 -detect_leaks="$(leaks "$target")" -rss_limit_mb=2048 >"$log" 2>&1; then
    echo "$target: $(grep -oE 'Done [0-9]+ runs in [0-9]+ second' "$log" | tail -n 1), $(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)"
  else
    status=1
    echo "$target: CRASH"
    tail -n 30 "$log"
  fi
  rm -f "$log"
done
exit $status
