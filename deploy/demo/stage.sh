# What a demo is made of: narration, commands that are shown and run, and a server that is started and stopped.
# Sourced by deploy/demo/run, in the top folder, under `set -euo pipefail`. Everything that is printed is real: what
# stands after a `$` is run as it stands there, and its answer follows.

if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m' yellow=$'\e[33m' red=$'\e[31m'
else
  bold='' dim='' plain='' yellow='' red=''
fi

# stop SENTENCE: ends the demo, and says where to look.
stop() {
  printf '\n%sdemo: %s%s\n' "$red" "$1" "$plain" >&2
  if [ -n "$made_folder" ] && [ -s "$folder/server.log" ]; then
    printf 'The last lines of the server (%s/server.log):\n' "$folder" >&2
    tail -n 5 "$folder/server.log" >&2
    keep_folder=1
  fi
  exit 1
}

# scene WHEN TITLE: a heading. Before it there is a pause, so that a person can read.
scene() {
  sleep "$pace"
  printf '\n%s── %s ── %s%s\n' "$bold" "$1" "$2" "$plain"
}

# Reads the narration from standard input.
say() {
  printf '\n'
  sed 's/^/   /'
}

# as CALLER COMMAND…: shows a command of hemgang, runs it, and ends the demo when it fails.
as() {
  local caller=$1
  shift
  show_command "$caller" "$@"
  "$bin/hemgang" --as "$caller" "$@" || stop "the command above failed with exit status $?"
}

# act CALLER COMMAND…: the same for a command that changes something; sets $answer to what was answered, as JSON. It is
# asked a second time for that, with the same request id, and so is done only once.
act() {
  local caller=$1 request_id
  shift
  request_id=$(</proc/sys/kernel/random/uuid)
  show_command "$caller" "$@"
  "$bin/hemgang" --as "$caller" --request-id "$request_id" "$@" ||
    stop "the command above failed with exit status $?"
  answer=$("$bin/hemgang" --as "$caller" --request-id "$request_id" --json "$@") ||
    stop "the command above, repeated with its request id, failed with exit status $?"
}

show_command() {
  local line="hemgang --as $1" word
  shift
  for word in "$@"; do
    case $word in
      *[!a-zA-Z0-9_./:,@+=-]*) line+=" '$word'" ;;
      *) line+=" $word" ;;
    esac
  done
  printf '\n%s$ %s%s\n' "$yellow" "$line" "$plain"
}

# first_value KEY: of $answer. JSON is printed one field to a line.
first_value() {
  local value
  value=$(sed -n "0,/\"$1\":/s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" <<<"$answer")
  [ -n "$value" ] || stop "an answer held no $1"
  printf '%s' "$value"
}

# shorten FIRST LAST: so many lines from the top and from the end of what it reads; says how many it left out.
shorten() {
  awk -v first="$1" -v last="$2" '
    {line[NR] = $0}
    END {
      for (i = 1; i <= NR; ++i) {
        if (i <= first || i > NR - last) print line[i]
        else if (i == first + 1) print "… " NR - first - last " more lines"
      }
    }'
}
