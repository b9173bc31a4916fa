#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A bare tree of a Debian, by debootstrap, with the suites that its users have.
#
# usage: bare.sh CODENAME ROOT [PACKAGE...]
#   CODENAME  such as bookworm
#   ROOT      receives the tree; what is there is replaced
#   PACKAGE   to be installed in it
set -euo pipefail

[ $# -ge 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
codename=$1 root=$2
shift 2

fail() {
	echo "bare: $*" >&2
	exit 1
}

[ "$(id -u)" = 0 ] || fail "changing into another root needs root"
command -v debootstrap > /dev/null || fail "debootstrap is missing; 'apt-get install debootstrap'"
mirror=$(apt-cache policy dpkg |
	sed -n '/security/!s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p' | head -n 1)
[ -n "$mirror" ] || fail "apt knows no mirror of Debian; run 'apt-get update'"

rm -rf "$root"
debootstrap --variant=minbase "$codename" "$root" "$mirror"
for suite in "" -updates -security; do
	archive=${mirror%/}
	[ "$suite" != -security ] || archive=$archive-security
	echo "deb $archive $codename$suite main"
done > "$root/etc/apt/sources.list"
cp /etc/resolv.conf "$root/etc/"
# A tree that a power cut may have.
echo force-unsafe-io > "$root/etc/dpkg/dpkg.cfg.d/unsafe-io"
chroot "$root" apt-get -qq update
[ $# = 0 ] || DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -qq install -y \
	--no-install-recommends "$@"
