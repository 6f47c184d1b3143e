# Licences, sources and known vulnerabilities of what is linked.
set -eu
. tests/lib/install.sh
# The tools are built to run once.
export CARGO_PROFILE_DEV_DEBUG=0
if ! command -v cargo-deny >/dev/null 2>&1; then
  cargo install --quiet --locked --debug cargo-deny || { echo "cargo-deny could not be built"; exit 77; }
fi
cargo deny --offline --all-features check licenses bans sources
# The bench beside p12-keystore has a lock file of its own.
cargo deny --offline --manifest-path tests/bench/keystores/Cargo.toml check -A license-not-encountered licenses bans sources
# The advisory database cannot be fetched everywhere: a copy beside the checkout is used when there is one.
database=$(ls ../shared/advisories/advisory-db-*.tar.xz 2>/dev/null | tail -n 1)
if [ -n "$database" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/db"
  tar -xf "$database" -C "$work/db"
  command -v cargo-audit >/dev/null 2>&1 || cargo install --quiet --locked --debug cargo-audit
  root=$(dirname "$(find "$work/db" -maxdepth 2 -type d -name crates | head -n 1)")
  # RUSTSEC-2023-0071 (timing of rsa): the entry predates rsa 0.10, which blinds and rejects implicitly.
  # Look again by 2027-03-01.
  cargo audit --no-fetch --stale --db "$root" --ignore RUSTSEC-2023-0071
else
  cargo deny check advisories || echo "skipped: advisories, no database can be fetched"
fi
