#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What an L1 needs to be a host: the project in /project, with the reference image,
# and KVM without the meter where a distribution has its modules.
#
# usage: host-extra.sh BUILD_DIR UNPATCHED_DIR OUT_DIR
#   UNPATCHED_DIR  KVM's modules without the patch
#   OUT_DIR        for build-image.sh
set -euo pipefail

build=$1 unpatched=$2 out=$3
release=$(cat "$build/kernel/version")
root=$out/l1
modules=$root/lib/modules/$release
project=$root/project

rm -rf "$out"
mkdir -p "$root/tmp" "$root/usr/bin" "$modules" "$project/build/programs" \
	"$project/build/distribution/$release/modules" "$project/build/image" "$project/tests/platforms"
cp "$build/exitbench" "$build/exitreport" /usr/bin/unsquashfs "$root/usr/bin/"
cp "$(PATH=$PATH:/usr/sbin:/sbin command -v mke2fs)" "$root/usr/bin/"
for name in modprobe insmod; do
	cp /usr/bin/kmod "$root/usr/bin/$name"
done
cp "$unpatched"/*.ko "$build/kernel/irqbypass.ko" "$modules/"
touch "$modules"/modules.{order,builtin,builtin.modinfo}
PATH=$PATH:/usr/sbin:/sbin depmod -b "$root" "$release"

cp "$build/exitbench" "$project/build/"
cp "$build/programs/host-cell" "$project/build/programs/"
cp "$build"/kernel/*.ko "$project/build/distribution/$release/modules/"
cp "$build"/image/{boot.img,bzImage,root.img,identity.json} "$project/build/image/"
cp -r tests/platforms/{host-in-l1.sh,nested-in-l1.sh,host.matrix,nested.matrix,workloads} "$project/tests/platforms/"
