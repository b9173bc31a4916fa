#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Downloads a Debian source package from the mirrors that this machine's apt
# already uses for binary packages; changes nothing in apt's own settings.
#
# usage: fetch-source.sh PACKAGE VERSION DIR
set -euo pipefail

package=$1 version=$2 dir=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/parts" "$work/lists/partial" "$dir"

for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
	[ -r "$file" ] && sed -n 's/^deb\s/deb-src /p' "$file" >> "$work/parts/source.list"
done
for file in /etc/apt/sources.list.d/*.sources; do
	[ -r "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
done

options=(-qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$work/parts"
	-o "Dir::State::Lists=$work/lists" -o "APT::Sandbox::User=$(id -un)")
cd "$dir"
if ! apt-get "${options[@]}" update || ! apt-get "${options[@]}" source --download-only "$package=$version"; then
	echo "fetch-source: can't get the source of $package $version from this machine's Debian mirrors" >&2
	exit 1
fi
