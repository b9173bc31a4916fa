#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Debian packages of what is committed, by dpkg-buildpackage, the same bytes for the same
# commit and the same build dependencies.
#
# usage: build-packages.sh [--source] VERSION OUT_DIR
#   --source  no more than the source package
#   VERSION   of the project; the time and the name of the commit are put behind it
#   OUT_DIR   receives exitmeter_*.dsc and what it names, *.deb and exitmeter_*.changes;
#             what it has is replaced
set -euo pipefail

kind=full
[ "${1:-}" != --source ] || { kind=source; shift; }
[ $# = 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
out=$2
# Of a package and of files, whoever builds it.
export LC_ALL=C TZ=UTC
umask 022
unset MAKEFLAGS MAKELEVEL MFLAGS

fail() {
	echo "build-packages: $*" >&2
	exit 1
}

project=$(git rev-parse --show-toplevel 2> /dev/null) ||
	fail "packages are made of what is committed, and this is not git's working tree"
of_commit() {
	git -C "$project" show -s "$@" HEAD
}

git -C "$project" diff --quiet HEAD || echo "build-packages: changes that are not committed are left out" >&2
version=$1+git$(of_commit --format=%cd --date=format-local:%Y%m%d%H%M%S).$(of_commit --format=%h --abbrev=10)

rm -rf "$out"
mkdir -p "$out/exitmeter-$version"
cd "$out/exitmeter-$version"
git -C "$project" archive HEAD | tar -x
mv benchmarks/packaging/debian debian
cat > debian/changelog << EOF
exitmeter ($version) unstable; urgency=medium

  * $(of_commit --format=%s)
    Commit $(of_commit --format=%h --abbrev=10).

 -- $(sed -n 's/^Maintainer: //p' debian/control)  $(of_commit --format=%cd --date=rfc-local)
EOF
if [ $kind = source ]; then
	build=(dpkg-source -b .)
else
	build=(dpkg-buildpackage -us -uc)
	dpkg-checkbuilddeps 2> ../build.log || fail "$(cat ../build.log)
apt-get build-dep $PWD"
fi
"${build[@]}" > ../build.log 2>&1 || {
	tail -n 20 ../build.log >&2
	fail "${build[0]} failed; see $out/build.log"
}
cd ..
rm -rf "exitmeter-$version"
ls
