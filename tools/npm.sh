# What checks by Node.js share. Status 77 stands for `skipped`.

# npm_packages FOLDER - what its package-lock.json names, when that is newer than what is there.
npm_packages() {
  local installed=$1/node_modules/.package-lock.json
  command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js and npm are missing; ./dev setup node installs them"; exit 77; }
  [ "$installed" -nt "$1/package-lock.json" ] && return
  npm --prefix "$1" ci --no-audit --no-fund --silent || { echo "npm could not install the packages of $1"; exit 77; }
  touch "$installed"
}

# node_verdict COMMAND... - a run of node's test runner with --test-reporter=spec; ends with `N passed, N failed`.
node_verdict() {
  local log code=0 passed failed
  log=$(mktemp)
  "$@" | tee "$log" || code=$?
  passed=$(sed -n 's/^ℹ pass \([0-9]*\)$/\1/p' "$log")
  failed=$(sed -nE 's/^ℹ (fail|cancelled) ([0-9]+)$/\2/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
  rm -f "$log"
  [ -n "$passed" ] && [ $((passed + failed)) -gt 0 ] || { echo "the test program ended without a verdict ($code)"; return 1; }
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$code" -eq 0 ]
}
