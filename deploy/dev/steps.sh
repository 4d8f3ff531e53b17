# What the words of ./dev are made of; sourced by it, in the top folder, under `set -euo pipefail`.

stop() {
  printf 'dev: %s\n' "$1" >&2
  exit 1
}

# Installs those of the named Debian packages that are missing; silent when none is.
install_packages() {
  local missing
  command -v dpkg-query >/dev/null || stop "Hemgång is built on Debian 12; elsewhere, install what deploy/dev/packages lists and put a dpkg-query in PATH that agrees"
  missing=$(comm -13 <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u) \
                     <(printf '%s\n' "$@" | sort -u))
  [ -n "$missing" ] || return 0
  missing=$(echo $missing)
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "as root, run: apt-get install --no-install-recommends $missing"
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
  fi
  echo "Installing from Debian: $missing"
  mkdir -p build
  if ! { "${as_root[@]}" apt-get update -q &&
         "${as_root[@]}" apt-get install -q -y --no-install-recommends $missing; } >build/setup.log 2>&1; then
    tail -n 20 build/setup.log >&2
    stop "apt-get failed; all it said is in build/setup.log"
  fi
}

# As many compilers as there are cores, and no more than the memory holds (a gRPC file takes about 1 GB).
jobs_that_fit() {
  local by_memory
  by_memory=$(awk '/^MemAvailable/ {print int($2 / 1000000)}' /proc/meminfo)
  local jobs
  jobs=$(nproc)
  [ "$by_memory" -ge "$jobs" ] || jobs=$by_memory
  [ "$jobs" -ge 1 ] || jobs=1
  echo "$jobs"
}

# build PRESET [TARGET…]
build() {
  local preset=$1
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    mkdir -p build
    cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 || {
      cat "build/configure-$preset.log" >&2
      stop "the build could not be configured"
    }
  fi
  local quiet=--quiet
  [ ! -t 1 ] || quiet=
  ninja -C "build/$preset" -j "$(jobs_that_fit)" $quiet "$@" || stop "the build failed"
}

# step NAME COMMAND…: runs it, says how long it took.
summary=()
step() {
  local name=$1 started=$EPOCHREALTIME
  shift
  echo "== $name"
  "$@"
  summary+=("$(printf '%-28s %6.1f s' "$name" "$(seconds_since "$started")")")
}

seconds_since() {
  awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN {print to - from}'
}

# Every C++ and proto file of ours, committed or not, separated by NUL.
own_files() {
  git ls-files -z -co --exclude-standard -- '*.cc' '*.h' '*.proto' |
    while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done
}

check_format() {
  local found
  found=$(own_files | xargs -0 -r -n 8 -P "$(jobs_that_fit)" clang-format-14 --dry-run --Werror 2>&1) || {
    sed -n 's/^\([^ :]*:[0-9]*\):.*error:.*/\1/p' <<<"$found" | sort -t: -k1,1 -u
    stop "the layout of these files differs from there on; './dev format' mends it"
  }
}

# run_tests PRESET [FILTER…]: builds what the filters need and runs it.
run_tests() {
  local preset=$1 filter
  shift
  local targets=() names=() labels=()
  for filter in "$@"; do
    if [ -d "tests/$filter" ]; then
      targets+=("tests_$filter")
      labels+=("$filter")
    else
      names+=("$filter")
    fi
  done
  [ ${#names[@]} -eq 0 ] || targets=()
  step "Build ($preset)" build "$preset" "${targets[@]}"

  local chosen=()
  [ ${#labels[@]} -eq 0 ] || chosen+=(-L "^($(IFS='|'; echo "${labels[*]}"))\$")
  [ ${#names[@]} -eq 0 ] || chosen+=(-R "$(IFS='|'; echo "${names[*]}")")
  export HEMGANG_REPORTS=$PWD/build/$preset/reports
  rm -rf "$HEMGANG_REPORTS"
  mkdir -p "$HEMGANG_REPORTS"
  local log=build/$preset/test.log verdict=0
  echo "== Tests"
  ctest --preset "$preset" --no-label-summary -j "$(nproc)" "${chosen[@]}" 2>&1 | tee "$log" | show_progress || verdict=$?
  echo
  local report
  for report in "$HEMGANG_REPORTS"/*.txt; do
    [ ! -f "$report" ] || cat "$report"
  done
  echo "== Summary (every line of every test: $log)"
  [ ${#summary[@]} -eq 0 ] || printf '   %s\n' "${summary[@]}"
  # ctest's own last words: what failed, and the count.
  awk '/tests passed, / {last = 1} last' "$log"
  [ "$verdict" -eq 0 ] || exit "$verdict"
}

# Of ctest's lines, shows a count for what passes, and everything about what does not.
show_progress() {
  awk '
    /^ *Start +[0-9]+:/ || /^Test project/ {next}
    /^ *[0-9]+\/[0-9]+ Test +#.* Passed / {
      split($1, n, "/")
      if (int(10 * n[1] / n[2]) > shown) {shown = int(10 * n[1] / n[2]); printf "   %s of %s\n", n[1], n[2]; fflush()}
      next
    }
    /tests passed, / {exit_now = 1}
    !exit_now && NF {print; fflush()}'
}

lint_protos() {
  command -v npm >/dev/null || install_packages nodejs npm
  local buf=build/tools/node_modules/.bin/buf
  if [ ! -x "$buf" ]; then
    echo "Fetching buf from npm into build/tools"
    npm install --loglevel=error --no-fund --no-audit --prefix build/tools @bufbuild/buf@1.47.2
  fi
  echo "== buf lint"
  "$buf" lint proto
}

# clang-tidy reads the clang build's commands: it cannot read g++'s precompiled headers.
lint_sources() {
  build analyze hemgang_proto hemgang_proto_grpc
  echo "== clang-tidy"
  git ls-files -z -- 'services/*.cc' 'storage/*.cc' 'clients/*.cc' |
    xargs -0 -r -n 1 -P "$(jobs_that_fit)" clang-tidy-14 -p build/analyze --quiet 2> >(grep -v ' warnings\? generated' >&2)
}
