#!/usr/bin/env bash
# lint.sh [--all] [--base REV] - clang-tidy (.clang-tidy) on .cpp files of src/ that differ from REV (HEAD), or on all.
# A header counts through its .cpp files. --all takes whole batches of files at once (the preset's unity sources), as
# most of the time goes into the headers they share.
set -euo pipefail
cd "$(dirname "$0")/.."
all="" base=HEAD
while [ $# -gt 0 ]; do
  case $1 in
    --all) all=yes; shift ;;
    --base) base=$2; shift 2 ;;
    *) echo "lint.sh: unknown option $1" >&2; exit 2 ;;
  esac
done

mkdir -p build/logs
cmake --preset lint >build/logs/configure-lint.log 2>&1 &&
  ninja -C build/lint CMakeFiles/latchkey_core.dir/cmake_pch.hxx.pch >>build/logs/configure-lint.log 2>&1 ||
  { tail -n 20 build/logs/configure-lint.log; exit 1; }
changed() {
  { git diff --name-only "$base" -- src; git ls-files -o --exclude-standard -- src; } | sort -u | while read -r file; do
    case $file in
      *.cpp) echo "$file" ;;
      *.h) grep -rlF "\"${file#src/}\"" src --include='*.cpp' || true ;;
    esac
  done
}
batches() { sed -n 's/^ *"file": "\(.*\.c\(pp\|xx\)\)".*/\1/p' build/lint/compile_commands.json | grep -v /cmake_pch; }
mapfile -t files < <(if [ -n "$all" ]; then batches; else changed | sort -u | xargs -r -d '\n' ls -d 2>/dev/null || true; fi)
[ ${#files[@]} -gt 0 ] || { echo "0 files"; exit 0; }
printf '%s\0' "${files[@]}" |
  xargs -0 -P "$(nproc)" -n 1 clang-tidy --checks=-bugprone-suspicious-include --quiet -p build/lint \
    2> >(grep -vE '^[0-9]+ warnings?( and [0-9]+ errors?)? generated' >&2)
if [ -n "$all" ]; then echo "$(git ls-files 'src/*.cpp' | wc -l) files in ${#files[@]} batches"; else echo "${#files[@]} files"; fi
