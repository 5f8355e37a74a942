#!/usr/bin/env bash
# lint.sh [--all] [--quick] [--base REV] - clang-tidy (.clang-tidy) on .cpp files of src/ that differ from REV, or on all.
# REV is by default the commit before the last 24 hours' work, or the first one. A header counts through its .cpp files.
# --quick leaves out the analysis of paths through functions, which takes three quarters of the time.
set -euo pipefail
cd "$(dirname "$0")/.."
all="" base="" quick=()
while [ $# -gt 0 ]; do
  case $1 in
    --all) all=yes; shift ;;
    --quick) quick=("--checks=-clang-analyzer-*"); shift ;;
    --base) base=$2; shift 2 ;;
    *) echo "lint.sh: unknown option $1" >&2; exit 2 ;;
  esac
done
[ -n "$base" ] || base=$(git rev-list -1 --before='24 hours ago' HEAD)
[ -n "$base" ] || all=yes

cmake --preset lint >build/logs/configure-lint.log 2>&1 &&
  ninja -C build/lint CMakeFiles/latchkey_core.dir/cmake_pch.hxx.pch >>build/logs/configure-lint.log 2>&1 ||
  { tail -n 20 build/logs/configure-lint.log; exit 1; }
changed() {
  if [ -n "$all" ]; then git ls-files 'src/*.cpp'; return; fi
  { git diff --name-only "$base" -- src; git ls-files -o --exclude-standard -- src; } | sort -u | while read -r file; do
    case $file in
      *.cpp) echo "$file" ;;
      *.h) grep -rlF "\"${file#src/}\"" src --include='*.cpp' || true ;;
    esac
  done
}
mapfile -t files < <(changed | sort -u | xargs -r -d '\n' ls -d 2>/dev/null || true)
[ ${#files[@]} -gt 0 ] || { echo "0 files"; exit 0; }
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 2 clang-tidy "${quick[@]}" --quiet -p build/lint \
  2> >(grep -vE '^[0-9]+ warnings?( and [0-9]+ errors?)? generated' >&2)
echo "${#files[@]} files"
