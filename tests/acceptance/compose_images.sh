#!/usr/bin/env bash
# Makes stand-ins for the images that Dockerfile and docker-compose.yml start from, where no image registry can be
# reached: Debian's own packages, under the images' names.  Needs root, podman, debootstrap and a Debian mirror.
# pip's and the certificates' configuration are this machine's.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=$(sed -n 's/^FROM \(python:[^ ]*\).*/\1/p' Dockerfile | head -1)
redis=$(sed -n 's/^ *image: \(redis:.*\)/\1/p' docker-compose.yml)
postgres=$(sed -n 's/^ *image: \(postgres:.*\)/\1/p' docker-compose.yml)
prometheus=$(sed -n 's/^ *image: \(prom\/prometheus:.*\)/\1/p' docker-compose.yml)

debootstrap --variant=minbase \
  --include=python3,python3-venv,ca-certificates,redis-server,postgresql,prometheus bookworm "$work/base" >"$work/log" 2>&1 \
  || { tail -5 "$work/log" >&2; exit 1; }
rm -rf "$work"/base/var/cache/apt/* "$work"/base/var/lib/apt/lists/* "$work"/base/usr/share/doc
cp /etc/ssl/certs/ca-certificates.crt "$work/base/etc/ssl/certs/"
for path in /etc/pip.conf /etc/xdg/pip; do
  [ ! -e "$path" ] || { mkdir -p "$work/base${path%/*}" && cp -a "$path" "$work/base${path%/*}/"; }
done

# What the image of PostgreSQL does before its server starts.
cat >"$work/base/usr/local/bin/docker-entrypoint.sh" <<'ENTRY'
#!/bin/sh
set -eu
[ "$1" = postgres ] || exec "$@"
bin=$(ls -d /usr/lib/postgresql/*/bin)
data=/var/lib/postgresql/data
as="setpriv --reuid=postgres --regid=postgres --clear-groups"
if [ ! -s "$data/PG_VERSION" ]; then
  mkdir -p "$data" && chown postgres:postgres "$data" && chmod 700 "$data"
  printf '%s' "${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:-/dev/null}")}" >/tmp/password && chmod 644 /tmp/password
  $as "$bin/initdb" -D "$data" -U "$POSTGRES_USER" -A scram-sha-256 --pwfile=/tmp/password -E UTF8 --no-sync >/dev/null
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
  echo "local all all trust" >"$data/pg_hba.conf.new" && cat "$data/pg_hba.conf" >>"$data/pg_hba.conf.new"
  mv "$data/pg_hba.conf.new" "$data/pg_hba.conf" && chown postgres:postgres "$data/pg_hba.conf"
  $as "$bin/pg_ctl" -D "$data" -o "-c listen_addresses=" -w start >/dev/null
  $as "$bin/createdb" -U "$POSTGRES_USER" "$POSTGRES_DB"
  $as "$bin/pg_ctl" -D "$data" -m fast -w stop >/dev/null
fi
exec $as "$bin/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
ENTRY
chmod +x "$work/base/usr/local/bin/docker-entrypoint.sh"

tar -C "$work/base" -c . | podman import --change 'CMD ["/bin/sh"]' - "$python"
podman tag "$python" "$redis" ${prometheus:+"$prometheus"}
podman build --quiet --tag "$postgres" - <<FILE
FROM $python
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
FILE
