#!/usr/bin/env bash
# bare.sh [FOLDER] - the README's first two commands on a Debian 12 that has nothing: debootstrap into FOLDER (default
# a new temporary one, deleted afterwards), clone this revision into it, `./dev serve` and `./dev test` by chroot, timed.
# Needs root and the Debian mirror. BARE_TEST=no leaves out `./dev test`.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" -eq 0 ] || { echo "bare.sh needs root (debootstrap, chroot)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "bare.sh needs debootstrap: ./dev setup outside" >&2; exit 1; }

made=""
root=${1:-}
[ -n "$root" ] || { root=$(mktemp -d /var/tmp/latchkey-bare.XXXXXX); made=yes; }
server=""

leave() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  for mount in dev/pts dev proc; do mountpoint -q "$root/$mount" && umount "$root/$mount"; done
  # Never delete through a mount that is still there.
  if [ -n "$made" ] && ! grep -q " $root/" /proc/mounts; then rm -rf "$root"; fi
}
trap leave EXIT

[ -x "$root/bin/bash" ] || debootstrap --variant=minbase bookworm "$root" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
chmod 755 "$root"  # as any root folder: other users reach into it
rm -f "$root.log"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
cp /etc/resolv.conf "$root/etc/resolv.conf"
rm -rf "$root/root/latchkey"
git clone --quiet --no-hardlinks . "$root/root/latchkey"

# A command of its own, not of a function: what runs in the background is then the program itself, which a signal reaches.
inside=(chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CI=true bash -c)

start=$SECONDS port=18080
if curl -s -o /dev/null "http://127.0.0.1:$port/"; then echo "bare: port $port is taken" >&2; exit 1; fi
"${inside[@]}" "cd /root/latchkey && exec ./dev serve --port $port" &
server=$!
until curl -fsS -o /dev/null "http://127.0.0.1:$port/" 2>/dev/null; do
  kill -0 "$server" 2>/dev/null || { echo "bare: ./dev serve ended by itself" >&2; exit 1; }
  [ $((SECONDS - start)) -lt 2400 ] || { echo "bare: no answer after 40 minutes" >&2; exit 1; }
  sleep 1
done
echo "bare: serving after $((SECONDS - start)) s"
kill -TERM "$server"
wait "$server" || true
server=""

if [ "${BARE_TEST:-yes}" = yes ]; then
  start=$SECONDS
  "${inside[@]}" "cd /root/latchkey && ./dev test" || { echo "bare: ./dev test failed" >&2; exit 1; }
  echo "bare: tests green after $((SECONDS - start)) s"
fi
