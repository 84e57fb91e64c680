#!/usr/bin/env bash
# Installs the package that was built last into an empty Debian 12, and tries it there: empty-debian.sh [TOUR_FOLDER]
# Needs root, and debootstrap with a mirror, or an empty machine of before (EMPTY_BASE). What is in TOUR_FOLDER afterwards:
# the pictures of the whole story, played by the installed program.
set -euo pipefail
cd "$(dirname "$0")/../.."

package=$(ls -t build/installer/signet_*.deb | head -n1)
tour=${1:-}
base=${EMPTY_BASE:-/var/tmp/signet-empty-debian}
if [ ! -e "$base/bin/sh" ]; then
  debootstrap --variant=minbase --include=ca-certificates,python3 bookworm "$base" >/dev/null
fi
machine=$(mktemp -d /var/tmp/signet-installed-XXXXXX)
trap 'rm -rf --one-file-system "$machine"' EXIT
cp -a --reflink=auto "$base/." "$machine/"
cp "$package" "$machine/root/signet.deb"
cp packaging/installer/try_built.py packaging/installer/tried.sh "$machine/root/"
export machine
unshare --mount bash -euc '
  mount --bind /dev "$machine/dev"; mount -t proc proc "$machine/proc"; mount -t tmpfs tmpfs "$machine/tmp"
  mount -t tmpfs tmpfs "$machine/dev/shm"
  exec chroot "$machine" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 bash /root/tried.sh'
if [ -n "$tour" ]; then mkdir -p "$tour" && cp -r "$machine/root/tour/." "$tour/"; fi
