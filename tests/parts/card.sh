# The identity card in a real PC/SC stack: pcscd, virtual readers with and without keys, software cards in them, and
# OpenSC as witness.
#
# vpcd listens on all interfaces, so everything runs in namespaces of its own, with loopback alone.
set -eu
. tests/lib/install.sh
need_debian cc=gcc /usr/include/dlfcn.h=libc6-dev openssl=openssl pcscd=pcscd opensc-tool=opensc eidenv=opensc python3=python3 ip=iproute2 unshare=util-linux \
  /usr/lib/pcsc/drivers/serial/libifdvpcd.so=vsmartcard-vpcd
if ! unshare --mount --net true 2>/dev/null; then
  echo "namespaces cannot be made here, and pcscd with virtual readers must not listen outside"
  exit 77
fi
cargo build --quiet -p ehcert-cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export EHCERT="$PWD/${CARGO_TARGET_DIR:-target}/debug/ehcert" PYTHONPATH=tests/card SEEN="$folder/seen"
# Two beds beside each other: most of the time they wait.
timeout 900 unshare --mount --net --fork --kill-child python3 -m unittest -v test_faults >"$folder/faults" 2>&1 &
faults=$!
timeout 900 unshare --mount --net --fork --kill-child python3 -m unittest -v test_life test_witness test_pinpad test_readers 2>&1
wait "$faults" && good=true || good=false
cat "$folder/faults"
$good
python3 -m unittest -v test_written 2>&1
