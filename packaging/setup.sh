#!/usr/bin/env bash
# Makes this checkout ready to run and to test: system libraries, then a virtual environment from the lock file.
# Nothing missing: it looks at one file and returns. `PYTHON=python3.12 packaging/setup.sh` chooses an interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
lock=requirements/dev.txt
stamp=$venv/ready

# Each library that Qt's own files name (readelf -d), also where another package happens to bring it today.
debian_packages=(
  ca-certificates
  python3-venv # Debian's python3 comes without ensurepip
  # Qt without a display
  libbrotli1 libdbus-1-3 libegl1 libexpat1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libgssapi-krb5-2 libudev1
  libx11-6 libxkbcommon0
  # Qt on X11 and on Wayland, and an X server for the tests
  libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
  libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0
  libwayland-client0 libwayland-cursor0 libwayland-egl1
  xvfb xauth
  # WebEngine (the map)
  libasound2 libgbm1 libnspr4 libnss3 libxcb-dri3-0 libxcomposite1 libxdamage1 libxext6 libxfixes3 libxkbfile1 libxrandr2
  libxtst6
  libpulse0      # Multimedia (the camera)
  fonts-noto-cjk # Chinese text
  poppler-utils  # Tests: pdfsig, the other judge of sealed documents
  # Tests: a bus, and who plays BlueZ on it (no wheel on the package index)
  dbus-daemon python3-dbusmock
  chromium libatomic1 # Tests: the operator's pages in a real browser, which Playwright's own Node drives
)

# Mosquitto and nginx for the tests and benchmarks of the gateway and of several processes: unpacked beside the environment
# and started by them, not installed, for their packages would start services of their own. Without them those tests are
# skipped and say so.
mosquitto_packages=(mosquitto libmosquitto1 libcjson1 libdlt2 libwrap0 libcap2 libnsl2 libtirpc3)
nginx_packages=(nginx libpcre2-8-0)

say() { printf '%s\n' "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

fingerprint() { cat "$lock" "$0" | sha256sum | cut -d' ' -f1; }

is_installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

# Newer distributions carry some of these libraries under a name ending in t64 (64-bit time).
missing_packages() {
  local package
  for package in "${debian_packages[@]}"; do
    is_installed "$package" || is_installed "${package}t64" || echo "$package"
  done
}

known_name() { if apt-cache show "${1}t64" >/dev/null 2>&1; then echo "${1}t64"; else echo "$1"; fi; }

install_system_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian or Ubuntu: what these Debian packages hold has to be there: ${debian_packages[*]}"
    return
  fi
  local missing names=() package
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || fail "these system packages are missing, please install them as root: apt-get install ${missing[*]}"
  say "installing ${#missing[@]} system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o Acquire::Retries=5 update -qq
  for package in "${missing[@]}"; do names+=("$(known_name "$package")"); done
  apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends "${names[@]}" >/dev/null
}

unpack() { # PROGRAM PACKAGE...
  local name=$1 folder=$venv/$1 package
  shift
  [ ! -x "$folder/usr/sbin/$name" ] && command -v apt-get dpkg-deb >/dev/null || return 0
  rm -rf "$folder" && mkdir -p "$folder/packages"
  if ! (cd "$folder/packages" && apt-get -o Acquire::Retries=3 -o APT::Sandbox::User=root download -qq "$@") >&2; then
    say "Debian's $name could not be fetched: the tests that need it will be skipped"
    rm -rf "$folder"
    return 0
  fi
  for package in "$folder"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
  rm -rf "$folder/packages"
}

is_suitable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if is_suitable "$candidate"; then echo "$candidate"; return; fi
  done
  fail "Python 3.11, 3.12 or 3.13 is needed, and ${PYTHON:-python3} is $("${PYTHON:-python3}" -V 2>&1 || true)"
}

make_venv() {
  local python
  if [ -x "$venv/bin/python" ] && is_suitable "$venv/bin/python"; then return; fi
  python=$(find_python)
  rm -rf "$venv"
  "$python" -m venv "$venv" || fail "$python could not make a virtual environment in $venv (on Debian: apt-get install python3-venv)"
}

# The lock names every package with its hashes, so nothing is resolved and nothing is built here.
install_python_packages() {
  local attempt log=$venv/pip.log
  for attempt in 1 2 3; do
    say "installing Python packages (attempt $attempt of 3)"
    if "$venv/bin/python" -m pip install -qq --disable-pip-version-check --retries 8 --no-deps --only-binary :all: \
      --require-hashes -r "$lock" 2>&1 | tee "$log" >&2; then return; fi
    ! grep -qE 'DO NOT MATCH THE HASHES|No matching distribution' "$log" || break
    sleep "$((attempt * 5))"
  done
  fail "pip could not install $lock (its messages stand above)"
}

# A library that is missing here would otherwise show as a crash at the first visit of the map.
check_qt() {
  QT_LOGGING_RULES='*=false' "$venv/bin/python" - <<'PYTHON' || fail "Qt does not load on this machine (the reason stands above)"
import sys
import PySide6
if not (6, 9) <= PySide6.__version_info__[:2] <= (6, 11):
    sys.exit(f"PySide6 6.9 to 6.11 is needed (6.12 aborts on Python 3.11), and this is {PySide6.__version__}")
import PySide6.QtMultimedia, PySide6.QtWebEngineWidgets
PYTHON
}

if command -v flock >/dev/null; then exec 9<"$0"; flock 9; fi # two terminals, one virtual environment
if [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ] && [ -x "$venv/bin/python" ]; then exit 0; fi
install_system_packages
make_venv
rm -f "$stamp"
install_python_packages
unpack mosquitto "${mosquitto_packages[@]}"
unpack nginx "${nginx_packages[@]}"
check_qt
fingerprint >"$stamp"
say "ready"
