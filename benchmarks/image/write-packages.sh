#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which versions of Debian's packages an image is made of, as JSON: two images that differ differ in one of
# them, if not in what is ours.
#
# usage: write-packages.sh FILES PACKAGE...
#   FILES  names files that are in the image, a line each: their packages count, too
set -euo pipefail

files=$1
shift

# dpkg has a file in /lib or in /usr/lib, as its package has, and the loader says either. It tells of
# diversions, too, and several packages in a line.
owners() {
	sort -u "$files" | sed 's,^\(/usr\)\?\(/.*\),\2\n/usr\2,' | xargs -d '\n' dpkg-query -S 2> /dev/null |
		sed '/^diversion /d; s/: .*//; s/, /\n/g' || true
}

readarray -t owners < <(owners)
# shellcheck disable=SC2016
dpkg-query -W -f '${binary:Package} ${Version}\n' "$@" "${owners[@]}" | sed 's/:amd64 / /' | LC_ALL=C sort -u |
	awk 'BEGIN { print "{" } { printf "%s \"%s\": \"%s\"", (NR > 1 ? ",\n" : ""), $1, $2 } END { print "\n}" }'
