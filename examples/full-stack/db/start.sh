#!/bin/sh
# PostgreSQL with its data in .data, or the small store where there is none.
set -eu

mkdir -p .data
bin=$(node db/find-postgres.mjs)
[ -n "$bin" ] || exec node db/small-store.mjs

data=$PWD/.data/postgres
as=
if [ "$(id -u)" = 0 ]; then # which PostgreSQL refuses to be
  as='setpriv --reuid=postgres --regid=postgres --clear-groups'
  mkdir -p "$data"
  chown postgres: "$data"
  if ! $as test -w "$data"; then
    echo "The user postgres cannot reach $data: try STORE=small, or another folder." >&2
    exit 1
  fi
fi

if [ ! -f "$data/PG_VERSION" ]; then
  $as "$bin/initdb" --pgdata="$data" --username="$PGUSER" --auth=trust --no-locale --encoding=UTF8 --no-sync
fi
# `exec`: no shell stays between prox and PostgreSQL.
exec $as "$bin/postgres" -D "$data" -h "$PGHOST" -p "$PGPORT" -k ''
