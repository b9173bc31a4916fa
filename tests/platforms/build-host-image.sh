#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds an image whose L1 is a host: the reference image, with the project in
# /project, and KVM without the meter where a distribution has its modules.
#
# usage: build-host-image.sh BUILD_DIR SERIES_DIR
set -euo pipefail

build=$1 series=$2
release=$(cat "$build/kernel/version")
extra=$build/host-image-extra
root=$extra/l1
project=$root/project

rm -rf "$extra"
mkdir -p "$root/usr/bin" "$root/lib/modules/$release" "$project/build/programs" \
	"$project/build/modules/$release" "$project/build/image" "$project/tests/platforms"
cp "$build/exitbench" /usr/bin/unsquashfs "$root/usr/bin/"
for name in modprobe insmod; do
	cp /usr/bin/kmod "$root/usr/bin/$name"
done
cp "$build"/modules/unpatched/*.ko "$root/lib/modules/$release/"
touch "$root/lib/modules/$release"/modules.{order,builtin}
PATH=$PATH:/usr/sbin:/sbin depmod -b "$root" "$release"

cp "$build/exitbench" "$project/build/"
cp "$build/programs/host-cell" "$project/build/programs/"
cp "$build"/kernel/*.ko "$project/build/modules/$release/"
cp "$build"/image/{root.img,identity.json} "$project/build/image/"
cp -r tests/platforms/{host-in-l1.sh,host.matrix,workloads} "$project/tests/platforms/"

benchmarks/image/build-image.sh "$build/kernel" "$build/fio" "$series" "$build/programs" \
	"$build/host-image" "$extra"
