#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds Bochs, as it comes in a later Debian and with the patches in bochs-patches, for the
# platforms bochs-vmx and bochs-svm alone: without a debugger and a log, and with no screen.
# Debian's own binary has all that a user may want, and takes three times as long for a cell.
#
# It is built twice. With support for several CPUs it tells so in CPUID even if it plays one,
# and is slower: a machine of one CPU has a binary of its own.
#
# Does nothing if OUT_DIR already has what these inputs give.
#
# usage: build-bochs.sh WORK_DIR OUT_DIR
set -euo pipefail

work=$1 out=$2
here=$(dirname "$(readlink -f "$0")")
version=3.0+dfsg-1 suite=trixie
export LC_ALL=C
key=$({ echo "$version"; gcc --version | head -n 1; cat "$0" "$here"/bochs-patches/*.patch; } |
	sha256sum | cut -d ' ' -f 1)

if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "bochs: up to date"
	exit 0
fi

# build BINARY OPTION...
build() {
	local binary=$1 dir=$work/$1
	mkdir -p "$dir"
	tar -xf "$work"/bochs_*.orig.tar.?z -C "$dir" --strip-components=1
	cat "$here"/bochs-patches/*.patch | patch -s -p1 -d "$dir"
	(
		cd "$dir"
		./configure --with-nogui --disable-docbook --disable-plugins --disable-xpm \
			--disable-debugger --disable-logging --disable-large-ramfile \
			--enable-all-optimizations --enable-cpu-level=6 --enable-x86-64 --enable-pci \
			--enable-vmx=2 --enable-svm --enable-avx --enable-evex "${@:2}" \
			CFLAGS="-O3" CXXFLAGS="-O3 -fomit-frame-pointer"
		make -s -j"$(nproc)" bochs
	) > "$dir.log" 2>&1 || { tail -n 20 "$dir.log" >&2; exit 1; }
	strip -o "$out/$binary" "$dir/bochs"
}

echo "bochs: building $version, for one CPU and for several; about 6 minutes on 2 cores"
rm -rf "$work" "$out"
mkdir -p "$work" "$out"
"$here/fetch-source.sh" bochs "$version" "$work" "$suite"
build bochs
build bochs-smp --enable-smp
echo "$version" > "$out/version"
echo "$key" > "$out/key"
