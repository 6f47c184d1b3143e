# Sourced by the parts that run Windows programs.

# find_wine: prints where the 64-bit Wine is; nothing when there is none, which the caller says.
find_wine() {
  command -v wine64 || ls /usr/lib/wine/wine64 2>/dev/null || true
}

# stop_wine WINE: ends the server of the prefix, which may have ended by itself: then there is nothing to stop.
stop_wine() {
  "${1%/*}/wineserver" -k 2>/dev/null || true
}
