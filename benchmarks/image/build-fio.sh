#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds fio, static and without the engines that need Ceph, RDMA and the like:
# Debian's binary loads some sixty libraries, and a short test would drown in
# its start-up. Does nothing if OUT_DIR already has what these inputs give.
#
# usage: build-fio.sh WORK_DIR OUT_DIR
set -euo pipefail

work=$1 out=$2
here=$(dirname "$(readlink -f "$0")")
export LC_ALL=C
# The same on every machine, whatever its own distribution has: it is a part of the workload.
version=3.33-3 suite=bookworm
key=$({ echo "fio $version"; gcc --version | head -n 1; cat "$0" "$here/fio-features"; } | sha256sum | cut -d ' ' -f 1)

if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "fio: up to date"
	exit 0
fi

echo "fio: building $version"
rm -rf "$work" "$out"
mkdir -p "$work/build" "$out"
"$here/../fetch-source.sh" fio "$version" "$work" "$suite"
tar -xf "$work"/fio_*.orig.tar.?z -C "$work/build" --strip-components=1
cd "$work/build"
# Whether it is used or not, fio calibrates the CPU's clock at each start: it
# spins for 60 ms and sleeps for 200. Without it, it has CLOCK_MONOTONIC.
sed -i '/define ARCH_HAVE_CPU_CLOCK/d' arch/arch-x86_64.h
{
	./configure --build-static --disable-native --disable-numa --disable-rdma --disable-rados \
		--disable-rbd --disable-http --disable-gfapi --disable-pmem --disable-libnfs \
		--disable-tcmalloc --disable-xnvme --disable-libzbc --disable-shm --disable-dfs \
		--extra-cflags="-ffile-prefix-map=$PWD=."
	make -s -j"$(nproc)" fio
} > ../build.log 2>&1 || { tail -n 20 ../build.log >&2; exit 1; }
# configure takes what it finds on the machine, if only the headers of valgrind, and its numbers are those of
# another fio then.
others=$(grep -o '^CONFIG_[A-Z0-9_]*' config-host.mak | sort | comm -3 - "$here/fio-features" | tr -d '\t')
[ -z "$others" ] || echo "fio: differs in these from that of the reference run: ${others//$'\n'/ }"
cd - > /dev/null
strip -o "$out/fio" "$work/build/fio"
echo "$version" > "$out/version"
echo "$key" > "$out/key"
