#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Makes a git tree of the series in the form for upstream: the source of Debian's package as
# the tag "base", and on the branch "exitmeter" one commit a patch, without the patch for
# out-of-tree modules.
#
# usage: series-branch.sh LINE TREE_DIR
#   LINE      kernel line, such as 6.12: names the package and the patch series
#   TREE_DIR  receives the tree. If it is there already, the branch is made anew
set -euo pipefail

[ $# -eq 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
line=$1 tree=$2
series=$(dirname "$(readlink -f "$0")")/patches/linux-$line
tarball=/usr/src/linux-source-$line.tar.xz

fail() {
	echo "series-branch: $*" >&2
	exit 1
}

[ -d "$series" ] || fail "no patch series $series"
[ -r "$tarball" ] || fail "$tarball is missing; install linux-source-$line"

# A tree of an interrupted attempt has no tag.
if ! git -C "$tree" rev-parse -q --verify base^0 > /dev/null 2>&1; then
	echo "series-branch: unpacking linux-source-$line"
	rm -rf "$tree"
	mkdir -p "$tree"
	tar -xJf "$tarball" -C "$tree" --strip-components=1
	git -C "$tree" init -q -b exitmeter
	git -C "$tree" add -f .
	git -C "$tree" -c user.name=Debian -c user.email=debian-kernel@lists.debian.org \
		commit -q -m "linux-source-$line $(dpkg-query -W -f '${Version}' "linux-source-$line")"
	git -C "$tree" tag base
fi

git -C "$tree" am --abort 2> /dev/null || true
git -C "$tree" checkout -q -f -B exitmeter base
for patch in "$series"/*.patch; do
	[[ $patch = *-out-of-tree-* ]] && continue
	git -C "$tree" -c user.name=Exitmeter -c user.email=exitmeter@example.org am -q "$patch" ||
		fail "$(basename "$patch") does not apply to $(git -C "$tree" log -1 --format=%s base)"
done
git -C "$tree" log --oneline base..
