#!/usr/bin/env bash
# Builds the installed program with PyInstaller, and of it the Debian package: build/installer/signet_VERSION_ARCH.deb.
# `build.sh --package` makes the package of what was built before.
set -euo pipefail
cd "$(dirname "$0")/../.."

for program in objdump readelf dpkg-deb; do
  command -v $program >/dev/null || { echo "build.sh: $program is needed (on Debian: apt-get install binutils dpkg)" >&2; exit 1; }
done

python=.venv/bin/python
out=build/installer

if [ "${1:-}" != --package ] || [ ! -x $out/signet/signet ]; then
  $python packaging/translations.py --compile
  $python -m PyInstaller --noconfirm --log-level WARN --distpath $out --workpath $out/work packaging/installer/signet.spec
fi
$python packaging/installer/debian.py $out/signet $out
