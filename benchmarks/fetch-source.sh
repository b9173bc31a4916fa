#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Downloads the upstream part of a Debian source package from the mirrors that this
# machine's apt already uses for binary packages; changes nothing in apt's own settings.
# What it must be is in the mirror's signed index.
#
# usage: fetch-source.sh PACKAGE VERSION DIR [SUITE]
#   SUITE  of Debian, if it is not this machine's
set -euo pipefail

package=$1 version=$2 dir=$3 suite=${4:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/parts" "$work/lists/partial" "$dir"

fail() {
	echo "fetch-source: $*" >&2
	exit 1
}

# The settings of binary packages, for sources.
same_suites() {
	local file
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -r "$file" ] && sed -n 's/^deb\s/deb-src /p' "$file" >> "$work/parts/source.list"
	done
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -r "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
	done
	return 0
}

# From the mirror that apt has dpkg from: that one is Debian's.
other_suite() {
	local mirror
	mirror=$(apt-cache policy dpkg | sed -n '/security/!s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p' | head -n 1)
	[ -n "$mirror" ] || fail "apt knows no mirror of Debian; run 'apt-get update'"
	echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" \
		> "$work/parts/source.list"
}

if [ -n "$suite" ]; then other_suite; else same_suites; fi
options=(-qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$work/parts"
	-o "Dir::State::Lists=$work/lists" -o "APT::Sandbox::User=$(id -un)")
what="the source of $package $version from this machine's Debian mirrors"
apt-get "${options[@]}" update || fail "can't look for $what"
# 'http://mirror/pool/x.orig.tar.xz' x.orig.tar.xz 12345 SHA256:...
if ! apt-get "${options[@]}" --print-uris --download-only source "$package=$version" |
	sed -n "s/^'\(.*\)' \([^ ]*\.orig\.tar\.[a-z0-9]*\) [0-9]* \(.*\)/\1 \2 \3/p" > "$work/files" ||
	[ ! -s "$work/files" ]; then
	fail "found no tarball of $what"
fi
while read -r uri name hash; do
	/usr/lib/apt/apt-helper "${options[@]}" download-file "$uri" "$dir/$name" "$hash" ||
		fail "can't get $what"
done < "$work/files"
