# Sourced by the parts: installs what is missing, once.

# need_debian PROGRAM=PACKAGE...: installs the packages whose program is not there. Ends the part with 77
# when this is not a Debian machine that one may install on.
need_debian() {
  local missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || [ -e "${pair%%=*}" ] || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "needs the packages ${missing[*]}, and cannot install them here"
    exit 77
  fi
  apt-get update -qq >/dev/null 2>&1
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1; then
    echo "the packages ${missing[*]} could not be installed"
    exit 77
  fi
}

# need_target TRIPLE: adds a Rust target.
need_target() {
  rustup target list --installed 2>/dev/null | grep -qx "$1" && return 0
  if ! rustup target add "$1" >/dev/null 2>&1; then
    echo "the Rust target $1 could not be added"
    exit 77
  fi
}

# need_rust_src: adds the sources of the standard library, which a small module for browsers is built with.
need_rust_src() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && return 0
  if ! rustup component add rust-src >/dev/null 2>&1; then
    echo "the sources of Rust's standard library could not be added"
    exit 77
  fi
}
