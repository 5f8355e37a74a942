#!/usr/bin/env bash
# format.sh [--check] [--all] - clang-format on C++ files changed since the last commit, or on every tracked one.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=(-i) all=""
for word in "$@"; do
  case $word in
    --check) mode=(--dry-run -Werror) ;;
    --all) all=yes ;;
    *) echo "format.sh: unknown option $word" >&2; exit 2 ;;
  esac
done
list() {
  if [ -n "$all" ]; then git ls-files '*.cpp' '*.h'; else { git diff --name-only HEAD; git ls-files -o --exclude-standard; } | grep -E '\.(cpp|h)$' || true; fi
}
mapfile -t files < <(list | sort -u | xargs -r -d '\n' ls -d 2>/dev/null || true)
[ ${#files[@]} -eq 0 ] || printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 20 clang-format "${mode[@]}"
echo "${#files[@]} files"
