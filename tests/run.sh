#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs groups of tests under prove.
#
# usage: run.sh BUILD_DIR GROUP...
#   unit    cmocka programs, with the sanitizers
#   golden  the analysis against expected output
#   tools   the tools on wrong input, and where there is no meter
#   cells   real cells on the emulated machine
#   kernel/checks ...  what the kernel's own tools say; after tests/kernel/build.sh
#   platforms  cells on a host, and on Debian's own kernels, each in an emulated machine
set -euo pipefail

build=$1
shift
export BUILD=$build EXITREPORT=$build/exitreport

# The second line of a unit test names the sources that it tests.
build_unit() {
	local test program sources libraries

	libraries="-lcmocka -ljansson -lgsl -lgslcblas -lm -lcmark-gfm -lcmark-gfm-extensions"
	libraries="$libraries $(pkg-config --cflags --libs libxml-2.0)"
	mkdir -p "$build/tests"
	for test in tests/unit/test-*.c; do
		program=$build/tests/$(basename "$test" .c).t
		sources=$(sed -n '2s,/\* LINK: \(.*\) \*/,\1,p' "$test")
		# shellcheck disable=SC2086
		cc -O1 -g -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror \
			-fsanitize=address,undefined -fno-sanitize-recover \
			-I"$build/include" -Iguest-agent -Ibenchmarks/cell -Ibenchmarks/exitbench \
			-o "$program" "$test" $sources $libraries
	done
}

files=()
for group in "$@"; do
	case $group in
	unit)
		build_unit
		export CMOCKA_MESSAGE_OUTPUT=TAP
		files+=("$build"/tests/test-*.t)
		;;
	golden | tools | cells | platforms)
		files+=(tests/"$group"/*.t)
		;;
	kernel/*)
		files+=("tests/$group.t")
		;;
	*)
		echo "run.sh: no group of tests \"$group\"" >&2
		exit 2
		;;
	esac
done
prove --timer --exec '' "${files[@]}"
