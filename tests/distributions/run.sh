#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Everything from nothing on each distribution: a bare debootstrap with make and git, a clean
# clone of what is committed here, make matrix-quick, and the tests that need no cells. Prints
# how long each took. Needs root: it changes into the trees.
#
# usage: run.sh WORK_DIR CODENAME...
#   WORK_DIR  receives a tree, a log for each step, and the quick run's report for each
#             codename; what is there of them is replaced
#   CODENAME  of Debian, such as bookworm
set -euo pipefail

work=$1
shift
here=$(dirname "$(readlink -f "$0")")
source=$(git rev-parse --show-toplevel)
steps=("make matrix-quick" "make deps test-unit test-golden test-tools")

fail() {
	echo "distributions: $*" >&2
	exit 1
}

mkdir -p "$work"
work=$(readlink -f "$work")

# timed NAME LOG COMMAND...
timed() {
	local name=$1 log=$2 begin=$SECONDS
	shift 2
	if "$@" > "$log" 2>&1; then
		echo "$name: $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
	else
		tail -n 20 "$log" >&2
		fail "$name failed after $((SECONDS - begin)) s; see $log"
	fi
}

# Of the same packages comes the same image, and of that the same numbers, which make has seen to.
must_reproduce() {
	! grep -q 'packages that the images were made of are the same' "$2" ||
		fail "$1: the image differs from the reference run's, but nothing that it was made of; see $2"
	grep '^\(reproduces\|differs from\) the reference run' "$2" | sed "s/^/$1: /"
}

bare() {
	"$here/bare.sh" "$1" "$2" make git ca-certificates
	git clone -q "$source" "$2/exitmeter"
}

for codename in "$@"; do
	root=$work/$codename
	rm -f "$work/$codename".*
	timed "$codename: debootstrap, make and git" "$work/$codename.bare.log" bare "$codename" "$root"
	for i in "${!steps[@]}"; do
		timed "$codename: ${steps[i]}" "$work/$codename.$i.log" \
			"$here/inside.sh" "$root" "cd exitmeter && LC_ALL=C.UTF-8 ${steps[i]}"
	done
	must_reproduce "$codename" "$work/$codename.0.log"
	cp "$root/exitmeter/data/local-quick/REPORT.md" "$work/$codename.REPORT.md"
done
