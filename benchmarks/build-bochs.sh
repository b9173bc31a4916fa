#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds Bochs, as it comes in a later Debian, for the platform bochs-vmx alone: without a
# debugger and a log, and with no screen. Debian's own binary has all that a user may want,
# and takes three times as long for a cell. Does nothing if OUT_DIR already has what these
# inputs give.
#
# usage: build-bochs.sh WORK_DIR OUT_DIR
set -euo pipefail

work=$1 out=$2
here=$(dirname "$(readlink -f "$0")")
version=3.0+dfsg-1 suite=trixie
export LC_ALL=C
key=$({ echo "$version"; gcc --version | head -n 1; cat "$0"; } | sha256sum | cut -d ' ' -f 1)

if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "bochs: up to date"
	exit 0
fi

echo "bochs: building $version; about 3 minutes on 2 cores"
rm -rf "$work" "$out"
mkdir -p "$work/build" "$out"
"$here/fetch-source.sh" bochs "$version" "$work" "$suite"
tar -xf "$work"/bochs_*.orig.tar.?z -C "$work/build" --strip-components=1
cd "$work/build"
{
	./configure --with-nogui --disable-docbook --disable-plugins --disable-xpm \
		--disable-debugger --disable-logging --disable-large-ramfile \
		--enable-all-optimizations --enable-cpu-level=6 --enable-x86-64 --enable-pci \
		--enable-vmx=2 --enable-avx --enable-evex \
		CFLAGS="-O3" CXXFLAGS="-O3 -fomit-frame-pointer"
	make -s -j"$(nproc)" bochs
} > ../build.log 2>&1 || { tail -n 20 ../build.log >&2; exit 1; }
cd - > /dev/null
strip -o "$out/bochs" "$work/build/bochs"
echo "$version" > "$out/version"
echo "$key" > "$out/key"
