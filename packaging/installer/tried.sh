# Inside the empty Debian (empty-debian.sh): installed by apt, started as people do, the story, links, removed.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
say() { printf '%s\n' "== $*"; }

apt-get -o Acquire::Retries=5 update -qq
before=$(dpkg-query -W | wc -l)
apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends /root/signet.deb fonts-noto-cjk >/dev/null
say "package $(du -m /root/signet.deb | cut -f1) MB, installed $(du -sm /usr/lib/signet | cut -f1) MB," \
  "with $(($(dpkg-query -W | wc -l) - before - 1)) other packages"
missing=$(LD_LIBRARY_PATH=/usr/lib/signet/_internal find /usr/lib/signet -name '*.so*' -type f -exec ldd {} + 2>/dev/null |
  grep 'not found' | sort -u || true) # as the program starts its libraries
say "libraries that are not found: ${missing:-none}"
say "without a display"
python3 /root/try_built.py /usr/bin/signet 5 2>/dev/null

apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends xvfb xauth xdg-utils desktop-file-utils >/dev/null
say "on X"
QT_QPA_PLATFORM=xcb xvfb-run -a -s '-screen 0 1366x768x24' python3 /root/try_built.py /usr/bin/signet 5 2>/dev/null
desktop-file-validate /usr/share/applications/signet.desktop
update-desktop-database -q /usr/share/applications
say "signet:// opens $(grep x-scheme-handler/signet /usr/share/applications/mimeinfo.cache)"

say "the story"
began=$(date +%s)
QT_QPA_PLATFORM=offscreen signet demo --tour /root/tour >/root/story.txt 2>&1 ||
  { tail -n 20 /root/story.txt; exit 1; }
say "played in $(($(date +%s) - began)) s, $(find /root/tour -name '*.png' | wc -l) pictures: $(tail -n 1 /root/story.txt)"

apt-get remove -y -qq signet >/dev/null
say "removed; left behind: $(find /usr -path '*signet*' | wc -l) files"
