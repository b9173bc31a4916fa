#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds KVM's three modules alone, for a kernel that is built already. Does nothing if
# OUT_DIR already has what these inputs give.
#
# usage: build-modules.sh KERNEL_DIR SOURCE_DIR SERIES_DIR|none OUT_DIR [PATCH...]
#   KERNEL_DIR  objects of the kernel that is to load the modules; not written to
#   SOURCE_DIR, SERIES_DIR, PATCH
#               what the modules are made of, see kvm-tree.sh
#   OUT_DIR     receives kvm.ko, kvm-intel.ko, kvm-amd.ko, and key, what they were
#               built from. Its parent receives a folder "objects", which all module
#               sets there share: the next set compiles only what differs
set -euo pipefail

[ $# -ge 4 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
kernel=$1 source=$2 series=$3 out=$4
shift 4
here=$(dirname "$(readlink -f "$0")")

export LC_ALL=C

fail() {
	echo "build-modules: $*" >&2
	exit 1
}

[ -e "$kernel/Module.symvers" ] || fail "$kernel is not a built kernel: no Module.symvers; build-kernel.sh makes one"

mkdir -p "$(dirname "$out")/objects"
objects=$(readlink -f "$(dirname "$out")/objects")
kernel=$(readlink -f "$kernel")
exec 9> "$objects.lock"
flock 9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is the same keeps its time, for make to leave it alone.
bring() {
	rsync -r --checksum --delete --exclude '*.o' --exclude '*.o.d' --exclude '.*' --exclude '*.ko' \
		--exclude '*.mod' --exclude '*.mod.c' --exclude '*.s' --exclude 'kvm-asm-offsets.h' \
		--exclude 'modules.order' --exclude 'Module.symvers' "$work/tree/" "$objects/"
}

compile() {
	echo "modules: building $(basename "$out")"
	make -s -C "$kernel" M="$objects/arch/x86/kvm" -j"$(nproc)" \
		KCFLAGS="-fmacro-prefix-map=$objects/=" modules > "$objects.log" 2>&1 ||
		fail "the build failed, see $objects.log:
$(tail -n 20 "$objects.log")"
}

collect() {
	local module
	rm -rf "$out"
	mkdir -p "$out"
	for module in kvm kvm-intel kvm-amd; do
		strip --strip-debug -o "$out/$module.ko" "$objects/arch/x86/kvm/$module.ko"
	done
	echo "$key" > "$out/key"
}

"$here/kvm-tree.sh" "$source" "$series" "$work/tree" "$@"
key=$({
	gcc --version | head -n 1
	cat "$0" "$kernel/.config" "$kernel/Module.symvers" "$kernel/include/config/kernel.release"
	cd "$work/tree"
	find . -type f -print0 | sort -z | xargs -0 sha256sum
} | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "modules: $(basename "$out") is up to date"
	exit 0
fi
bring
compile
collect
