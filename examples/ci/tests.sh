#!/bin/sh
# Runs in the environment of the API (`prox run api`), which says where it listens.
set -eu
url=http://127.0.0.1:$PORT

expect() { # WHAT, EXPECTED, ACTUAL
  if [ "$2" = "$3" ]; then echo "ok: $1"; return; fi
  echo "not ok: $1: expected $2, got $3" >&2
  exit 1
}

get() { curl --fail --silent --show-error --max-time 10 "$@"; }
status() { curl --silent --max-time 10 --output /dev/null --write-out '%{http_code}' "$@"; }

expect 'the seed is there' '[{"id":1}]' "$(get "$url/items")"
expect 'an item can be added' '{"id":2}' "$(get --request POST "$url/items")"
expect 'the list has it' '[{"id":1},{"id":2}]' "$(get "$url/items")"
expect 'there is nothing else' 404 "$(status "$url/nothing")"
