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
source=$(git rev-parse --show-toplevel)
steps=("make matrix-quick" "make deps test-unit test-golden test-tools")

fail() {
	echo "distributions: $*" >&2
	exit 1
}

[ "$(id -u)" = 0 ] || fail "changing into another root needs root"
command -v debootstrap > /dev/null || fail "debootstrap is missing; 'apt-get install debootstrap'"
mirror=$(apt-cache policy dpkg |
	sed -n '/security/!s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p' | head -n 1)
[ -n "$mirror" ] || fail "apt knows no mirror of Debian; run 'apt-get update'"
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

bare() {
	local codename=$1 root=$2 suite archive
	debootstrap --variant=minbase "$codename" "$root" "$mirror"
	for suite in "" -updates -security; do
		archive=${mirror%/}
		[ "$suite" != -security ] || archive=$archive-security
		echo "deb $archive $codename$suite main"
	done > "$root/etc/apt/sources.list"
	cp /etc/resolv.conf "$root/etc/"
	chroot "$root" apt-get -qq update
	DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -qq install -y \
		--no-install-recommends make git ca-certificates
	git clone -q "$source" "$root/exitmeter"
}

# In a namespace of its own, so that nothing stays mounted and nothing stays running.
inside() {
	local root=$1 command=$2
	unshare --mount --pid --fork sh -c "
		mount -t proc proc '$root/proc' && mount --rbind /dev '$root/dev' &&
		exec chroot '$root' sh -c 'cd exitmeter && LC_ALL=C.UTF-8 $command'"
}

for codename in "$@"; do
	root=$work/$codename
	rm -rf "$root" "$work/$codename".*
	timed "$codename: debootstrap, make and git" "$work/$codename.bare.log" bare "$codename" "$root"
	for i in "${!steps[@]}"; do
		timed "$codename: ${steps[i]}" "$work/$codename.$i.log" inside "$root" "${steps[i]}"
	done
	cp "$root/exitmeter/data/local-quick/REPORT.md" "$work/$codename.REPORT.md"
done
