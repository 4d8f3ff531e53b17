# The server of the demo: started in a fresh folder, moved through time, drained at the end. Sourced by deploy/demo/run.

server=
made_folder=
keep_folder=

# An old folder of a demo is removed; anything else that has this name is left alone.
make_folder() {
  if [ -e "$folder" ] && [ ! -e "$folder/of-the-demo" ]; then
    stop "$folder is there already and was not made by a demo; move it away, or choose another HEMGANG_DEMO_FOLDER"
  fi
  local program
  for program in hemgangd hemgang; do
    [ -x "$bin/$program" ] || stop "$bin/$program is missing; ./dev demo builds it"
  done
  rm -rf "$folder"
  mkdir -p "$folder"
  touch "$folder/of-the-demo"
  made_folder=1
}

# The sample region as a file, shown as the command that it is.
make_directory() {
  printf '\n%s$ %s%s\n' "$yellow" "$sample/region.py > $folder/directory.yaml" "$plain"
  python3 -B "$sample/region.py" >"$folder/directory.yaml" || stop "the sample directory could not be printed"
}

# start_server TIME: serves when it returns. Only whoever is on this machine can reach it.
start_server() {
  local options=(--data "$folder/data" --create --master-key "$folder/master.key" --listen "$listen"
                 --insecure-demo --demo-clock "$1,60" --tick 0.2)
  [ -z "$metrics" ] || options+=(--metrics "$metrics")
  "$bin/hemgangd" --new-master-key "$folder/master.key" || stop "no master key could be made"
  "$bin/hemgangd" "${options[@]}" >"$folder/server.log" 2>&1 &
  server=$!
  export HEMGANG_SERVER=$listen
  local tries
  for tries in {1..150}; do
    if grep -q '"started"' "$folder/server.log"; then return; fi
    kill -0 "$server" 2>/dev/null || stop "the server did not start"
    sleep 0.1
  done
  stop "the server did not start within 15 seconds"
}

# jump_to TIME: moves the clock; what falls due on the way is told at its own time.
jump_to() {
  "$bin/hemgang" --as "$karin" demo-clock set "$1" >"$folder/clock.txt" || stop "the clock could not be moved"
}

# Until somebody asks the server to end; that it ends otherwise is trouble.
wait_for_server() {
  local status=0
  wait "$server" || status=$?
  [ "$status" -ne 0 ] || exit 0
  stop "the server ended by itself with status $status"
}

end() {
  local status=$?
  trap - EXIT
  trap '' INT TERM
  if [ -n "$server" ]; then
    [ -n "${HEMGANG_DEMO_EXIT-}" ] || printf '\nThe server ends what is under way …\n'
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  if [ -n "$made_folder" ] && [ -z "$keep_folder" ]; then rm -rf "$folder"; fi
  exit "$status"
}
