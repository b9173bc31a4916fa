#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds what the tests of the kernel run: KVM without the series and with each planted
# error, KVM's selftests, debug kernels, and images that have them. Each step knows by
# content whether there is anything to do.
#
# usage: build.sh BUILD_DIR LINE EXTRA_DIR JUDGE...
#   BUILD_DIR  of the project, after 'make image'; receives modules/, selftests/, and
#              image-kernel, image-kasan, image-kcsan, image-prefixes, image-intercepts
#   LINE       kernel line
#   EXTRA_DIR  what the images have on top of a cell's image, see build-image.sh
#   JUDGE      which tests are to be run: checks, selftests, debug, mutations, prefixes,
#              intercepts
set -euo pipefail

build=$1 line=$2 extra=$3
shift 3
here=$(dirname "$(readlink -f "$0")")
top=$(readlink -f "$here/../..")
kvm=$top/kvm-instrumentation
series=$kvm/patches/linux-$line
source=$(readlink -f "$build/linux/linux-source-$line"-*)
objects=$build/linux/objects-$line

modules() {
	local patch set=$1
	patch=$here/../mutations/$set.patch
	[ -e "$patch" ] || patch=
	"$kvm/build-modules.sh" "$objects" "$source" "${2:-$series}" "$build/modules/$set" ${patch:+"$patch"}
}

# Static, for L1 has no libraries but QEMU's.
selftests() {
	local key out=$build/selftests
	key=$({
		cat "$0" "$here/selftests.list" "$source/.unpacked" "$series"/*selftests*.patch
		gcc --version | head -n 1
	} | sha256sum)
	[ "$(cat "$out/key" 2>/dev/null)" = "$key" ] && return
	echo "selftests: building"
	rm -rf "$out"
	mkdir -p "$out/objects" "$out/programs"
	out=$(readlink -f "$out")
	{
		make -s -C "$source" O="$(readlink -f "$objects")" INSTALL_HDR_PATH="$out/headers" headers_install
		LDFLAGS=-static make -s -j"$(nproc)" -C "$source/tools/testing/selftests/kvm" OUTPUT="$out/objects" \
			KHDR_INCLUDES="-isystem $out/headers/include"
	} > "$out/log" 2>&1 || { echo "build: selftests failed, see $out/log" >&2; exit 1; }
	awk '$3 ~ /both|-/ && $3 != "-" { print $1 }' "$here/selftests.list" | while read -r name; do
		strip -o "$out/programs/$name" "$(find "$out/objects" -type f -name "$name")"
	done
	echo "$key" > "$out/key"
}

# image NAME KERNEL_DIR EXTRA_DIR
image() {
	"$top/benchmarks/image/build-image.sh" "$2" "$build/bochs" "$build/fio" "$build/primitives" \
		"$series" "$build/programs" "$build/image-$1" "$3"
}

# What the image of the kernel tests adds: sets of modules, and the selftests.
kernel_extra() {
	local set out=$build/extra-kernel
	rm -rf "$out"
	mkdir -p "$out/l1/lib/modules" "$out/l1/selftests"
	[ ! -d "$extra" ] || cp -r "$extra/." "$out"
	for set in unpatched $(mutants); do
		mkdir -p "$out/l1/lib/modules/$set"
		cp "$build/kernel/irqbypass.ko" "$build/modules/$set"/*.ko "$out/l1/lib/modules/$set/"
	done
	cp "$build/selftests/programs"/* "$here/selftests.list" "$here/run-selftests" "$out/l1/selftests/"
}

# L1 boots the debug kernel, L2 the plain one: it is L1's KVM that is tested.
debug_image() {
	local out=$build/extra-$1
	"$kvm/build-kernel.sh" "$line" "$build/linux" "$build/kernel-$1" "$1"
	rm -rf "$out"
	mkdir -p "$out/l1/boot"
	[ ! -d "$extra" ] || cp -r "$extra/." "$out"
	cp "$build/kernel/bzImage" "$out/l1/boot/"
	image "$1" "$build/kernel-$1" "$out"
}

mutants() {
	local patch
	for patch in "$here"/../mutations/*.patch; do
		basename "$patch" .patch
	done
}

# KVM with the first patches of the series only, for each number of them, and the image
# that has all these sets. The guest's part is of the whole series. L1's kernel has what they
# add to its headers, and not the patch for out-of-tree modules, which all other images have.
prefixes_image() {
	local out=$build/extra-prefixes patch nr source
	local -a patches=()
	"$kvm/build-kernel.sh" "$line" "$build/linux" "$build/kernel-in-tree" in-tree
	source=$(readlink -f "$build/linux/in-tree-linux-source-$line"-*)
	rm -rf "$out"
	mkdir -p "$out/l1/lib/modules"
	[ ! -d "$extra" ] || cp -r "$extra/." "$out"
	for patch in "$series"/*.patch; do
		[[ $patch != *-out-of-tree-* ]] || continue
		patches+=("$patch")
		nr=prefix-$(basename "$patch" | cut -c 3-4)
		"$kvm/build-modules.sh" "$objects-in-tree" "$source" none "$build/modules/$nr" "${patches[@]}"
		mkdir -p "$out/l1/lib/modules/$nr"
		cp "$build/kernel-in-tree/irqbypass.ko" "$build/modules/$nr"/*.ko "$out/l1/lib/modules/$nr/"
	done
	image prefixes "$build/kernel-in-tree" "$out"
}

# KVM that compares what it says with VMCS and VMCB, and the same with two errors planted.
intercepts_image() {
	local set out=$build/extra-intercepts probe=$here/probes/intercepts.patch
	"$kvm/build-modules.sh" "$objects" "$source" "$series" "$build/modules/intercepts" "$probe"
	"$kvm/build-modules.sh" "$objects" "$source" "$series" "$build/modules/intercepts-planted" "$probe" \
		"$here/probes/planted.patch"
	rm -rf "$out"
	mkdir -p "$out"
	[ ! -d "$extra" ] || cp -r "$extra/." "$out"
	for set in intercepts intercepts-planted; do
		mkdir -p "$out/l1/lib/modules/$set"
		cp "$build/kernel/irqbypass.ko" "$build/modules/$set"/*.ko "$out/l1/lib/modules/$set/"
	done
	image intercepts "$build/kernel" "$out"
}

# Sets of modules, the selftests, and the image that has them.
kernel_image() {
	local mutant
	modules unpatched none
	for mutant in $(mutants); do
		modules "$mutant"
	done
	selftests
	kernel_extra
	image kernel "$build/kernel" "$build/extra-kernel"
}

for judge in "$@"; do
	case $judge in
	checks) ;;
	selftests | mutations) kernel_image ;;
	prefixes) prefixes_image ;;
	intercepts) intercepts_image ;;
	debug)
		debug_image kasan
		debug_image kcsan
		;;
	*)
		echo "build: no judge \"$judge\"; there are checks, selftests, debug, mutations, prefixes, intercepts" >&2
		exit 2
		;;
	esac
done
