# JavaScript: the npm package in Node, in projects of every kind and in Chromium, with the main job against the sandbox.
set -eu
. tests/lib/install.sh
need_debian openssl=openssl node=nodejs npm=npm /usr/bin/chromium=chromium
need_target wasm32-unknown-unknown
need_rust_src
if ! (cd tests/browser/tools && npm ci --silent --no-audit --no-fund --ignore-scripts); then
  echo "what the tests need could not be installed from the npm registry"
  exit 77
fi
# Node 18 is there for one test, which names its path; on PATH it would run all the others.
rm -f tests/browser/tools/node_modules/.bin/node
export PATH=$PWD/tests/browser/tools/node_modules/.bin:$PATH
cargo build --quiet
package=$(cargo xtask npm)
python3 tests/browser/coverage.py "$package"
EHCERT=$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert EHCERT_NPM=$package node --test tests/browser/
