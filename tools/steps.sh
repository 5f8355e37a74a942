# Progress for ./dev: one line a step with its seconds, the output in build/logs/, its tail only on failure.

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Compilers at the same time: one a core, but 1.5 GiB of memory for each.
jobs_wanted() {
  local memory
  memory=$(awk '/MemAvailable/ {print int($2 / 1572864)}' /proc/meminfo)
  local jobs
  jobs=$(nproc)
  [ "$memory" -ge "$jobs" ] || jobs=$memory
  [ "$jobs" -ge 1 ] || jobs=1
  echo "${LATCHKEY_JOBS:-$jobs}"
}

# What a step has reached, from the last line of its log: ninja's [12/80], ctest's 3/9, or apt's package.
progress_of() {
  tail -c 400 "$1" 2>/dev/null | tr '\r' '\n' | grep -oE '^\[[0-9]+/[0-9]+\]|^ *[0-9]+/[0-9]+ Test|^(Get:[0-9]+|Unpacking|Setting up) ?[^ ]*' |
    tail -n 1 || true
}

# watch PID LABEL LOG - a moving line on a terminal, otherwise a word every 30 seconds.
watch() {
  local pid=$1 label=$2 log=$3 start=$SECONDS told=$SECONDS
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 1 ]; then
      printf '\r\033[K%-28s %4ss  %s' "$label" $((SECONDS - start)) "$(progress_of "$log")"
    elif [ $((SECONDS - told)) -ge 30 ]; then
      told=$SECONDS
      printf '%-28s %4ss  %s\n' "$label" $((SECONDS - start)) "$(progress_of "$log")"
    fi
    sleep 0.2
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# try_step LABEL LOGNAME COMMAND... - runs it with its output in build/logs/LOGNAME.log; returns its status.
try_step() {
  local label=$1 log=build/logs/$2.log start=$SECONDS code=0 word="done"
  shift 2
  mkdir -p build/logs
  "$@" >"$log" 2>&1 </dev/null &
  local pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  watch "$pid" "$label" "$log"
  wait "$pid" || code=$?
  trap - INT TERM
  [ "$code" -eq 0 ] || word="FAILED, see $log"
  [ "$code" -ne 77 ] || word="skipped"
  printf '%-28s %4ss  %s\n' "$label" $((SECONDS - start)) "$word"
  return "$code"
}

# step LABEL COMMAND... - as try_step, but a failure shows the log's tail and ends the script.
step() {
  local name
  name=$(tr -cs 'A-Za-z0-9\n' - <<<"$1" | sed 's/-$//')
  try_step "$1" "$name" "${@:2}" && return
  tail -n 30 "build/logs/$name.log" >&2
  die "'$1' failed; the whole log is build/logs/$name.log."
}
