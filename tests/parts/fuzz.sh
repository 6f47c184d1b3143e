# The fuzz targets compile. To run them takes a nightly compiler and time: fuzz/run.sh.
set -eu
. tests/lib/install.sh
# libFuzzer itself is C++.
need_debian g++=g++
target=$PWD/${CARGO_TARGET_DIR:-target}
bash -n fuzz/run.sh
cargo check --quiet --manifest-path fuzz/Cargo.toml --target-dir "$target/fuzz"
echo "fuzz: $(ls fuzz/fuzz_targets/*.rs | wc -l) targets compile"
