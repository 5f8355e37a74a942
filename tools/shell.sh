#!/usr/bin/env bash
# Checks every tracked shell script, found by its first line or suffix, with shellcheck.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t scripts < <({ git ls-files '*.sh'; git grep -lIE '^#!.*\b(ba)?sh$' -- ':!*.md'; } | sort -u)
shellcheck --external-sources --shell=bash --severity=warning "${scripts[@]}"
echo "${#scripts[@]} scripts"
