#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs groups of tests under prove.
#
# usage: run.sh BUILD_DIR GROUP...
#   unit    cmocka programs, with the sanitizers; after 'make unit-tests'
#   golden  the analysis against expected output
#   tools   the tools on wrong input, and where there is no meter
#   cells   real cells on the emulated machine
#   faults  what a run is after it was killed, or the disk was full
#   bochs   what the emulator's patches put right
#   cpus    every CPU that an emulator can play
#   kernel/checks ...  what the kernel's own tools say; after tests/kernel/build.sh
#   prometheus  exitmeter --host export, scraped
#   tools/export ...  one file of a group
#   fleet   a cluster of Slurm's on this machine
#   packages   the Debian packages in trees of each distribution; as root
#   lines   the lines of LINES as L1
#   platforms  cells on a host, and on Debian's own kernels, each in an emulated machine
set -euo pipefail

build=$1
shift
export BUILD=$build EXITREPORT=$build/exitreport

files=()
for group in "$@"; do
	case $group in
	unit)
		export CMOCKA_MESSAGE_OUTPUT=TAP
		files+=("$build"/tests/test-*.t tests/fuzz/found.t)
		;;
	golden | tools | cells | faults | bochs | cpus | fleet | lines | prometheus | packages | platforms)
		files+=(tests/"$group"/*.t)
		;;
	kernel/* | tools/*)
		files+=("tests/$group.t")
		;;
	*)
		echo "run.sh: no group of tests \"$group\"" >&2
		exit 2
		;;
	esac
done
# What a shell runs in its background ignores Ctrl-C, under nohup a hangup, and so would what is tested.
env --default-signal=HUP,INT,QUIT,TERM,PIPE prove --timer --exec '' "${files[@]}"
