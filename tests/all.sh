#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs make targets one after the other, whether they pass or not, and says of each what became
# of it and how long it took. A target that has passed with the files as they are is not run
# again: after an interruption, or a repair of what failed, the same command goes on.
#
# usage: all.sh LOG_DIR TARGET...
#   LOG_DIR  receives TARGET.log, and TARGET.passed: of which files
#
# The status is 1 if one failed.
set -euo pipefail

logs=$1
shift
mkdir -p "$logs"

# What is committed, what is changed, and what is new.
files=$({ git rev-parse HEAD; git diff HEAD; git ls-files -o --exclude-standard -z | xargs -0r sha256sum; } |
	sha256sum | cut -d ' ' -f 1)
failed=0
for target in "$@"; do
	if [ "$(cat "$logs/$target.passed" 2>/dev/null)" = "$files" ]; then
		echo "$target: passed before, with the same files"
		continue
	fi
	begin=$SECONDS result=passed
	rm -f "$logs/$target.passed"
	if make --no-print-directory "$target" > "$logs/$target.log" 2>&1; then
		echo "$files" > "$logs/$target.passed"
	else
		result="FAILED, see $logs/$target.log" failed=1
	fi
	echo "$target: $result, $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
done
exit $failed
