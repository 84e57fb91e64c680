#!/usr/bin/env bash
# Follows docs/deploying.md (its Chinese twin has the same blocks) block by block on an empty Debian 12 without systemd (a
# container, a chroot): as root, from a checkout.
# What would be systemd's is done by `systemctl` below, from the same units. RELEASE, NAME, MAKER_ROOT, CERTIFICATE, KEY and VERSION
# are what the guide leaves to be said.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)

systemctl() {
  local word=$1 unit
  shift
  for unit in "$@"; do
    case "$word $unit" in
    "enable --now" | "disable --now" | "daemon-reload "*) ;;
    *" signet-cloud.target") for port in 8001 8002; do unit_at "$word" "signet-cloud@$port"; done ;;
    *" signet-cloud@*" | *" mosquitto" | *".timer") ;;
    *" nginx") nginx -s stop 2>/dev/null || true; nginx ;;
    *) unit_at "$word" "${unit%.service}" ;;
    esac
  done
}

unit_at() { # start|stop|restart|enable UNIT: as its file says
  local word=$1 name=$2 file port=${2#*@} mark=$work/$2.pid
  file=/etc/systemd/system/$(echo "$name" | sed 's/@.*/@/').service
  if [ "$word" != start ] && [ "$word" != enable ] && [ -e "$mark" ]; then
    kill "$(cat "$mark")" && tail --pid="$(cat "$mark")" -f /dev/null
    rm "$mark"
  fi
  [ "$word" != stop ] && [ ! -e "$mark" ] || return 0
  local command
  command=$(sed -n 's/^ExecStart=//p' "$file" | sed "s/%i/$port/g")
  (
    set -a
    if grep -q ^EnvironmentFile= "$file"; then . "$(sed -n 's/^EnvironmentFile=//p' "$file")"; fi
    eval "$(sed -n 's/^Environment=//p' "$file" | sed "s/%i/$port/g")"
    exec setpriv --reuid=signet --regid=signet --init-groups $command >>"$work/$name.log" 2>&1
  ) &
  echo $! >"$mark"
}

journalctl() { tail -n 20 "$work"/*.log; }

until_healthy() { # the address, and each process
  local at left=300
  for at in "https://$NAME" http://127.0.0.1:8001 http://127.0.0.1:8002; do
    until curl -fsS "$at/healthz" 2>/dev/null | grep -q '"ok":true' || [ $((left -= 1)) -lt 0 ]; do sleep 0.3; done
  done
  [ "$left" -lt 0 ] || return 0
  journalctl
  return 1
}

trap 'for mark in "$work"/*.pid; do kill "$(cat "$mark")" 2>/dev/null || true; done; nginx -s stop 2>/dev/null || true
  pg_ctlcluster 15 main stop 2>/dev/null || true' EXIT

# The blocks of the guide, one after the other; after each the line that waits for what systemd would have started.
blocks=$(awk '/^```sh$/ {inside = 1; next} /^```$/ {if (inside) print "until_ready"; inside = 0} inside' "$here/docs/deploying.md")
until_ready() {
  if [ -e /etc/postgresql/15/main/postgresql.conf ]; then pg_ctlcluster 15 main start 2>/dev/null || true; fi
  if [ -e "$work/signet-cloud@8001.pid" ]; then until_healthy; fi
}
set -x
eval "$blocks"
set +x
echo "the guide was followed to its end"
