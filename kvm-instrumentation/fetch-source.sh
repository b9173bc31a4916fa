#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Gets the source of a kernel line from a suite of Debian's archive that apt's sources on
# this machine don't have, such as the backports of the next release. apt checks it with
# Debian's keys, in folders of its own: the machine's sources and package lists stay as
# they are, and nothing else comes from there.
#
# usage: fetch-source.sh LINE OUT_DIR [MIRROR]
#   LINE     kernel line, such as 7.3; patches/lines says which suites have its source
#   OUT_DIR  receives the package, for apt-get install
#   MIRROR   of Debian's archive; default: http://deb.debian.org/debian
set -euo pipefail

[ $# = 2 ] || [ $# = 3 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
line=$1 out=$2 mirror=${3:-http://deb.debian.org/debian}
here=$(dirname "$(readlink -f "$0")")
package=linux-source-$line
keys=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
	echo "fetch-source: $*" >&2
	exit 1
}

read -r made_for suites < <(awk -v line="$line" '$1 == line { $1 = ""; print }' "$here/patches/lines") ||
	fail "there is no patch series for the kernel line $line"
# Those for security are in another archive, and in the sources of every machine of their release.
suites=$(tr ' ' '\n' <<< "$suites" | grep -v -e -security | tr '\n' ' ')
suites=${suites% }
[ -r "$keys" ] || fail "$keys is missing, without which nothing of Debian's can be checked;
apt-get install debian-archive-keyring"

mkdir -p "$out"
out=$(readlink -f "$out")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
cat > "$work/suites.sources" <<END
Types: deb
URIs: $mirror
Suites: $suites
Components: main
Signed-By: $keys
END
own="-o Dir::Etc::SourceList=$work/suites.sources -o Dir::Etc::SourceParts=- -o Dir::State::Lists=$work/lists
	-o Dir::Cache=$work/cache -o APT::Sandbox::User=$(id -un)"
# shellcheck disable=SC2086
apt-get -qq $own update > "$work/log" 2>&1 || fail "$mirror has no $suites, or can't be reached:
$(cat "$work/log")"
rm -f "$out/$package"_*.deb
cd "$out"
# shellcheck disable=SC2086
apt-get -qq $own download "$package" > "$work/log" 2>&1 || fail "$suites has no $package any more:
$(cat "$work/log")
snapshot.debian.org keeps what Debian once had: $package $made_for, which the series was made for"
deb=$(echo "$package"_*.deb)
version=$(dpkg-deb -f "$deb" Version)
echo "$package $version, from $suites$(
	[ "$version" = "$made_for" ] || echo "; the series was made for $made_for")"
