# Sourced by the parts that run Windows programs. Programs with the variables of Wine in their environment are started
# by `windows ARCH FOLDER PROGRAM [ARGUMENT...]`, in FOLDER, for both architectures alike.
export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="

# find_wine: prints where the 64-bit Wine is; nothing when there is none, which the caller says.
find_wine() {
  command -v wine64 || ls /usr/lib/wine/wine64 2>/dev/null || true
}

# A 32-bit Wine cannot be installed beside a 64-bit Debian, so it lives in a Debian of its own, which is kept between
# runs: about 1.1 GB.
wine32_root=${XDG_CACHE_HOME:-$HOME/.cache}/ehcert/wine32

# need_wine32: makes it where it is not there yet. Says why it cannot, and is then false.
need_wine32() {
  if [ "$(id -u)" -ne 0 ]; then
    echo "skipped: what needs a 32-bit Wine, which only root can make"
    return 1
  fi
  (need_debian debootstrap=debootstrap flock=util-linux unshare=util-linux) || { echo "skipped: what needs a 32-bit Wine, no debootstrap here"; return 1; }
  mkdir -p "${wine32_root%/*}"
  (
    flock 9
    [ -e "$wine32_root/usr/bin/wine" ] && [ -L "$wine32_root/usr/bin/ppc386" ] && exit 0
    # Nothing of the host is ever mounted in it but in namespaces that are gone: it may be deleted.
    rm -rf "$wine32_root" "$wine32_root.new"
    debootstrap --arch=i386 --variant=minbase --include=wine32,wine,fp-compiler bookworm "$wine32_root.new" \
      >"$wine32_root.log" 2>&1 9>&- && mv "$wine32_root.new" "$wine32_root"
  ) 9>"$wine32_root.lock" || {
    tail -n 3 "$wine32_root.log"
    echo "skipped: what needs a 32-bit Wine, which could not be made"
    return 1
  }
  if ! unshare --mount chroot "$wine32_root" true; then
    echo "skipped: what needs a 32-bit Wine: no mount namespaces here, or no 32-bit programs"
    return 1
  fi
}

# start_wine ARCH FOLDER: a fresh Windows for this architecture in FOLDER/prefix. Where that fails, so does what runs in
# it next, and says more.
start_wine() {
  mkdir -p "$2"
  windows "$1" "$2" wineboot -i >/dev/null 2>&1 || true
}

windows() {
  local arch=$1 folder=$2
  shift 2
  case $arch in
    x86_64) (cd "$folder" && WINEPREFIX=$folder/prefix timeout 240 "$(find_wine)" "$@" </dev/null) ;;
    i686) in_wine32 "$folder" timeout 240 wine "$@" ;;
  esac
}

# stop_wine ARCH FOLDER: ends the server of this Windows, which may have ended by itself: then there is nothing to stop.
stop_wine() {
  case $1 in
    x86_64) WINEPREFIX=$2/prefix "$(dirname "$(find_wine)")/wineserver" -k 2>/dev/null || true ;;
    i686) in_wine32 "$2" /usr/lib/wine/wineserver32 -k 2>/dev/null || true ;;
  esac
}

# Runs a program of the 32-bit Debian in FOLDER. The folder and /proc are mounted in a namespace of this program and its
# children alone: nothing is left to be unmounted, however it ends.
in_wine32() {
  # shellcheck disable=SC2016 # the inner shells expand
  unshare --mount bash -c '
    set -e
    root=$1 folder=$2
    shift 2
    mount -t proc proc "$root/proc"
    mount --bind "$folder" "$root/mnt"
    exec chroot "$root" env HOME=/root WINEPREFIX=/mnt/prefix sh -c "cd /mnt && exec \"\$@\"" sh "$@"
  ' bash "$wine32_root" "$@" </dev/null
}
