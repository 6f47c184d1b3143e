#!/usr/bin/env bash
# All tests, or the named parts: `bash tests/run.sh [PART...]`.
#
# Each part is tests/parts/PART.sh. It installs what it needs (tests/lib/install.sh) and ends with
#   0   passed
#   77  could not run here: it printed why
#   any other status: failed
# A part that could not run is reported as skipped, never as passed.
set -u
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0

all=$(sed 's/#.*//' tests/parts/ORDER)
parts=${*:-$all}
log=$(mktemp -d)
passed=0 failed=0 skipped=0 summary="" failures=""
for part in $parts; do
  if [ ! -f "tests/parts/$part.sh" ]; then
    echo "no such part: $part (there are: $(echo $all))" >&2
    exit 2
  fi
  echo "=== $part"
  begin=$(date +%s)
  bash "tests/parts/$part.sh" 2>&1 | tee "$log/$part"
  status=${PIPESTATUS[0]}
  seconds=$(($(date +%s) - begin))
  case $status in
    0) passed=$((passed + 1)); verdict=passed ;;
    77) skipped=$((skipped + 1)); verdict="SKIPPED: $(tail -n 1 "$log/$part")" ;;
    *) failed=$((failed + 1)); verdict="FAILED (status $status)" failures="$failures $part" ;;
  esac
  summary="$summary$(printf '%-10s %5ss  %s' "$part" "$seconds" "$verdict")"$'\n'
done
# What a failed part said about it, once more, since it is far up in the output by now.
for part in $failures; do
  echo "=== why $part failed"
  {
    grep -nE '^ *(✖|not ok|---- .* stdout ----|FAIL|FAILED|ERROR|error(\[|:)|thread .* panicked)|AssertionError|TimeoutError|panicked at' "$log/$part" | head -n 40
    echo "..."
    tail -n 60 "$log/$part"
  } | cut -c 1-400
done
echo "=== summary"
printf '%s' "$summary"
# What single tests left out, because a program or a set of files was not there.
grep -hi '^skipped: ' "$log"/* 2>/dev/null | sort | uniq -c
# No secret of the tests in anything that was printed: passwords, the PIN on its way to a card, private keys.
grep -v '^#' tests/secrets.txt >"$log.secrets"
leaks=$(cd "$log" && grep -HniFf "$log.secrets" -- * | cut -d: -f1,2; cd "$log" && grep -HnE -- '-----BEGIN ([A-Z]+ )?PRIVATE KEY' * | cut -d: -f1,2)
if [ -n "$leaks" ]; then
  failed=$((failed + 1))
  echo "SECRETS were printed (part:line): $leaks"
else
  echo "secrets: $(wc -l <"$log.secrets") searched for in $(cat "$log"/* | wc -l) lines, 0 found"
fi
rm -rf "$log" "$log.secrets"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
