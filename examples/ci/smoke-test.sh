#!/bin/sh
# Starts everything, tests it, and ends it, however that goes. The exit code is that of what failed first.
set -eu
cd "$(dirname "$0")"
PATH=$PWD/node_modules/.bin:$PATH # prox, when it is a dependency of the project
artefacts=artefacts

# What somebody else has started is not ours to test, and still less to end. `status` removes a stale state.
prox status > /dev/null 2>&1 || :
if [ -e .prox/prox.state ]; then
  echo 'prox is running here already: `prox down` ends it, then run this again' >&2
  exit 1
fi
started=$(date -u +%Y-%m-%dT%H:%M:%SZ) # events of earlier runs are kept

collect() {
  mkdir -p "$artefacts"
  prox status --json > "$artefacts/status.json"
  prox events --json --limit 1000 --since "$started" > "$artefacts/events.json"
  prox logs --lines 10000 --timestamps iso > "$artefacts/stack.log"
  cp .prox/prox.log "$artefacts/prox.log"
  prox events --quiet --severity warning,critical --since "$started" >&2
  prox why api >&2
}

finish() {
  code=$?
  trap - EXIT
  trap '' HUP INT TERM # a second signal must not keep the rest from being ended
  set +e
  if [ -e .prox/prox.state ]; then
    [ "$code" -eq 0 ] || collect
    prox down || [ "$code" -ne 0 ] || code=1
  fi
  exit "$code"
}
trap finish EXIT
trap 'cancel 129' HUP
trap 'cancel 130' INT
trap 'cancel 143' TERM

cancel() {
  kill "$running" 2> /dev/null || :
  exit "$1"
}

# A shell acts on a signal when its command has ended; while it waits for one, at once.
run() {
  "$@" &
  running=$!
  wait "$running"
}

rm -rf "$artefacts"
run prox up --detach --wait --timeout "${START_TIMEOUT:-60s}"
run prox run api -- sh tests.sh
