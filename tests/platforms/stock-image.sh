#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# An image whose L1 is a kernel of Debian's, with the modules that 'make modules' builds
# for it, and what the tests of loading them need.
#
# usage: stock-image.sh BUILD_DIR LINE
#   BUILD_DIR  has the parts of the image for the project's own kernel; receives
#              image-stock-LINE
set -euo pipefail

[ $# = 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
build=$1 line=$2
here=$(dirname "$(readlink -f "$0")")
project=$here/../..
stock=$build/stock/$line
extra=$build/extra/stock-$line
sets=$extra/l1/lib/modules

"$here/stock-kernel.sh" "$line" "$stock"
release=$(cat "$stock/release")
"$project/kvm-instrumentation/build-distribution-modules.sh" "$stock/headers" "$build/distribution" \
	"$build/kvm-layout"
modules=$build/distribution/$release/modules

# The layout that a header with one more field in the middle of struct kvm_vcpu gives.
plant_field() {
	local probe headers
	probe=$(readlink -f "$stock")/probe
	headers=$(readlink -f "$stock/headers")
	rm -rf "$probe"
	mkdir -p "$probe/include/linux"
	sed '/^struct kvm_vcpu {/,/^}/s/^\tstruct mutex mutex;/&\n\tu64 planted;/' \
		"${headers%-amd64}-common/include/linux/kvm_host.h" > "$probe/include/linux/kvm_host.h"
	grep -q planted "$probe/include/linux/kvm_host.h"
	printf '#include <linux/kvm_host.h>\nstruct kvm_vcpu probe_vcpu;\nstruct kvm probe_vm;\n' > "$probe/probe.c"
	# shellcheck disable=SC2016
	printf 'LINUXINCLUDE := -I $(src)/include $(LINUXINCLUDE)\nobj-m := probe.o\n' > "$probe/Makefile"
	make -s -C "$headers" M="$probe" probe.o
	pahole --btf_encode_detached="$1" "$probe/probe.o"
}

# variant NAME: a copy of the set, to be spoilt.
variant() {
	mkdir -p "$sets/$1"
	cp "$modules"/* "$sets/$1/"
}

rm -rf "$extra"
mkdir -p "$extra/l1/bin" "$extra/l1/usr/bin" "$sets"
cp -r "$stock/boot" "$extra/"
cp -r "$stock/modules/." "$extra/l1/"
for applet in sh cat grep head id insmod modinfo modprobe readlink rmmod sed sort tr uname; do
	ln -s busybox "$extra/l1/bin/$applet"
done
install "$build/kvm-layout" "$build/exitmeter" "$here/swap-test" "$here/host-tool-test" "$extra/l1/usr/bin/"
install "$project/kvm-instrumentation/swap-modules.sh" "$extra/l1/usr/bin/swap-modules"

variant stock
install "$here/load" "$sets/stock/"
variant planted
plant_field "$sets/planted/kvm.btf"
variant other
sed -i "s/vermagic=$release/vermagic=${release/6/5}/" "$sets/other/kvm.ko"
# Asks for a function that kvm.ko does not have.
variant broken
for vendor in kvm-intel kvm-amd; do
	objcopy --redefine-sym kvm_emulate_hypercall=kvm_no_hypercall "$sets/broken/$vendor.ko"
done

"$project/benchmarks/image/build-image.sh" "$build/kernel" "$build/bochs" "$build/fio" "$build/primitives" \
	"$project/kvm-instrumentation/patches/linux-$line" "$build/programs" \
	"$build/image-stock-$line" "$extra"
