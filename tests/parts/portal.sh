# The portal page: built, put into the command, and used in headless Chromium and Firefox.
set -eu
. tests/lib/install.sh
need_debian chromium=chromium openssl=openssl node=nodejs npm=npm keytool=default-jre-headless /usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf=fonts-open-sans firefox-esr=firefox-esr
need_target wasm32-unknown-unknown
target=$PWD/${CARGO_TARGET_DIR:-target}
package=$target/npm/ehcert
# The part before this one has just built the package, unless it could not run.
if [ ! -f "$package/package.json" ] || [ -n "$(find core/src wasm/src wasm/npm xtask/src -newer "$package/package.json" -print -quit)" ]; then
  package=$(cargo xtask npm --quick)
fi
EHCERT_NPM=$package bash wasm/demo/build.sh
ls -l wasm/demo/dist/assets/ | awk '/\.(wasm|js|css)$/ {print "page:", $5, "bytes", $NF}'
cargo build --quiet -p ehcert-cli --features portal
cp "$target/debug/ehcert" "$target/ehcert-portal"
EHCERT=$target/ehcert-portal node --experimental-websocket --test --test-reporter=spec tests/browser/portal/all.mjs
