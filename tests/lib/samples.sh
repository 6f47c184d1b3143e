# Sourced by the parts that run the samples. They set $work (a folder of their own) and $target.
sandbox=
# A sandbox that ended by itself is as good as stopped.
stop() {
  [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
  sandbox=
}

# platform NAME: a platform of its own for each sample, with a card in it, since all ask for the same certificate. Sets
# $url.
platform() {
  stop
  : >"$work/url"
  "$target/debug/ehcert" sandbox --json --listen 127.0.0.1:0 --dir "$work/sandbox-$1" --card rsa >"$work/url" 2>/dev/null </dev/null &
  sandbox=$!
  for _ in $(seq 200); do
    [ -s "$work/url" ] && break
    sleep 0.1
  done
  url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$work/url")
}

# job NAME FOLDER GIVEN COMMAND...: runs a sample with the arguments that all of them take; GIVEN is what it is told of
# FOLDER. Then opens the keystore that it left with someone else's tool.
job() {
  local name=$1 folder=$2 given=$3
  shift 3
  platform "$name"
  "$@" "$url" sandbox "$given" 'Sample-Pass-2026!' 1234 >"$work/$name.log" 2>&1 ||
    { cat "$work/$name.log"; echo "$name failed"; exit 1; }
  opened "$name" "$folder"
}

opened() {
  local keystore keys
  keystore=$(ls "$2"/*.p12)
  # Letters that Windows does not take in the name of a file, a dot or a space at its end.
  case ${keystore##*/} in
    *[\<\>:\"/\\\|?*]* | *[.\ ]) echo "$1: not a name for Windows: ${keystore##*/}"; exit 1 ;;
  esac
  keys=$(openssl pkcs12 -legacy -in "$keystore" -passin 'pass:Sample-Pass-2026!' -nodes 2>/dev/null | grep -c 'BEGIN PRIVATE KEY')
  [ "$keys" = 2 ] || { echo "$1: OpenSSL finds $keys keys"; exit 1; }
  echo "$1: the main job, $keys keys"
}
