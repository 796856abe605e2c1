#!/usr/bin/env bash
# Makes the image that test_systemd.py boots: Debian with systemd, Redis, PostgreSQL, and what requirements-image.lock
# names in /opt/wiredesk.  Needs root, podman, debootstrap and a Debian mirror.  pip's and the certificates'
# configuration are this machine's.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
root=$work/root
binds=""
end() {
  for at in $binds; do umount "$root$at"; done
  rm -rf --one-file-system "$work"
}
trap end EXIT

debootstrap --variant=minbase \
  --include=systemd,systemd-sysv,dbus,python3,python3-venv,ca-certificates,redis-server,postgresql,procps \
  bookworm "$root" >"$work/log" 2>&1 || { tail -5 "$work/log" >&2; exit 1; }
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/doc
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
for path in /etc/pip.conf /etc/xdg/pip; do
  [ ! -e "$path" ] || { mkdir -p "$root${path%/*}" && cp -a "$path" "$root${path%/*}/"; }
done
links=$(printf '%s\n' ${PIP_FIND_LINKS:-} $(sed -n 's/^ *find-links *= *//p' /etc/pip.conf 2>/dev/null) | grep ^/ || true)
for at in /proc $links; do
  mkdir -p "$root$at"
  mount --bind "$at" "$root$at"
  binds="$at $binds"
done
mkdir "$root/opt/src"
cp requirements-image.lock "$root/opt/src/"
chroot "$root" python3 -m venv /opt/wiredesk
chroot "$root" /opt/wiredesk/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
  -r /opt/src/requirements-image.lock
chroot "$root" useradd --system --home-dir /var/lib/wiredesk --shell /usr/sbin/nologin wiredesk
for at in $binds; do umount "$root$at"; done
binds=""
tar -C "$root" -c . | podman import --change 'CMD ["/sbin/init"]' - wiredesk-systemd
