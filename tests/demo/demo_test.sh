#!/usr/bin/env bash
# The demo, played to its end in a folder of its own: usage: demo_test.sh BIN
# Also: when a command of it fails, it stops, says so and leaves no server behind.
set -euo pipefail
bin=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

fail() {
  printf 'demo_test: %s\n' "$1" >&2
  cat "$place/out" "$place/err" >&2
  exit 1
}

play() {
  env HEMGANG_BIN="$1" HEMGANG_DEMO_FOLDER="$place/demo" HEMGANG_DEMO_LISTEN="unix:$place/socket" \
    HEMGANG_DEMO_METRICS= HEMGANG_DEMO_EXIT=1 deploy/demo/run >"$place/out" 2>"$place/err"
}

# Each must be found after the one before it. The clock is fast, so minutes may differ on a slow machine.
key_lines=(
  'Time runs faster than real'
  'The directory is now revision 1'
  'no hole: each has a receiver'
  "Berit wants to go home"
  'Moved .*Was due .*Is due'
  'send handover .*Thu 2026-06-11 14:00 .*Wed 2026-06-10 14:00 EARLIER'
  'the handover is sent'
  'Tue 2026-06-09 15:4[5-9] .*acknowledge .*molndal-hemrehab'
  'handover sent'
  'Vill hem och dö hemma'
  'Mölndal takes it'
  'acknowledged, fast track'
  'Thu 2026-06-11 12:00 .*confirm discharge .*su-ostra-rehab'
  'the bed has come'
  'Berit leaves the hospital'
  'Fri 2026-06-12 12:00 .*first contact .*molndal-hemrehab'
  'Nothing is owed'
  'first contact .*molndal-hemrehab'
  'Fri 2026-06-12 10:3[0-9] .*acknowledge .*molndal-hemrehab'
  'Fri 2026-06-12 08:3[0-9] .*reminder'
  'nobody has answered: the manager is told'
  'Fri 2026-06-12 10:3[0-9] .*OVERDUE, level 1 .*acknowledge'
  '1 task, 1 overdue'
  'the trail'
  'open transition .*karin.at'
  'looked: .*eva.at'
  'acknowledge .*eva.at'
  'Now you'
)

play "$bin" || fail "the demo ended with status $?"
at=0
for line in "${key_lines[@]}"; do
  found=$(awk -v after="$at" -v wanted="$line" 'NR > after && $0 ~ wanted {print NR; exit}' "$place/out")
  [ -n "$found" ] || fail "no '$line' after line $at"
  at=$found
done
if grep -q 'Sven Provdahl' <(sed -n '/the manager is told/,/the trail/p' "$place/out"); then
  fail "the manager was shown a patient's name"
fi
[ ! -e "$place/demo" ] || fail "the demo left its folder behind"

# A command of the demo that is refused: here everything but the directory is.
mkdir "$place/bin"
ln -s "$(realpath "$bin")/hemgangd" "$place/bin/hemgangd"
printf '#!/bin/sh\ncase "$*" in *transition*) echo REFUSED >&2; exit 1;; esac\nexec "%s" "$@"\n' \
  "$(realpath "$bin")/hemgang" >"$place/bin/hemgang"
chmod +x "$place/bin/hemgang"
status=0
play "$place/bin" || status=$?
[ "$status" -ne 0 ] || fail "a failing command did not stop the demo"
grep -q 'demo: the command above failed with exit status 1' "$place/err" || fail "the demo did not say what failed"
[ ! -e "$place/socket" ] || fail "a server was left behind"
