#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds KVM's three modules alone, for a kernel that is built already: from copies of
# arch/x86/kvm and virt/kvm, with a patch series or without, and with planted errors.
# Does nothing if OUT_DIR already has what these inputs give.
#
# usage: build-modules.sh KERNEL_DIR SOURCE_DIR SERIES_DIR|none OUT_DIR [PATCH...]
#   KERNEL_DIR  objects of the kernel that is to load the modules; not written to
#   SOURCE_DIR  Linux source; of a file that has a copy FILE.pristine beside it the
#               copy counts, and an empty one says that there was no such file.
#               Not written to
#   SERIES_DIR  the patch series, or "none" for KVM as it is
#   OUT_DIR     receives kvm.ko, kvm-intel.ko, kvm-amd.ko, and key, what they were
#               built from. Its parent receives a folder "objects", which all module
#               sets there share: the next set compiles only what differs
#   PATCH       a change on top of the series
set -euo pipefail

[ $# -ge 4 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
kernel=$1 source=$2 series=$3 out=$4
shift 4
parts="arch/x86/kvm virt/kvm"

export LC_ALL=C

fail() {
	echo "build-modules: $*" >&2
	exit 1
}

[ -e "$kernel/Module.symvers" ] || fail "$kernel is not a built kernel: no Module.symvers; build-kernel.sh makes one"
[ -e "$source/virt/kvm/kvm_main.c" ] || fail "$source is not the source of a kernel: no virt/kvm"
[ "$series" = none ] || [ -d "$series" ] || fail "no patch series $series; \"none\" for KVM as it is"

mkdir -p "$(dirname "$out")/objects"
objects=$(readlink -f "$(dirname "$out")/objects")
kernel=$(readlink -f "$kernel")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exec 9> "$objects.lock"
flock 9

copy() {
	local part copy file
	for part in $parts; do
		mkdir -p "$work/$part"
		cp -r "$source/$part/." "$work/$part"
	done
	find "$work" -name '*.pristine' | while read -r copy; do
		file=${copy%.pristine}
		if [ -s "$copy" ]; then mv "$copy" "$file"; else rm -f "$copy" "$file"; fi
	done
	find "$work" -name '*.o' -o -name '*.orig' -o -name '.*.cmd' -delete
}

# Only what a patch says about these parts and about the ABI's header counts.
apply() {
	local patch
	for patch in "$@"; do
		awk '/^diff --git / { wanted = $4 ~ /^b\/(arch\/x86|virt)\// } wanted' "$patch" > "$work/patch"
		patch -d "$work" -p1 -s -F0 --no-backup-if-mismatch < "$work/patch" > "$work/log" 2>&1 ||
			fail "$(basename "$patch") does not apply:
$(cat "$work/log")"
	done
	rm -f "$work/patch" "$work/log"
}

# What names the kernel's own tree is to name this one: the kernel's has other files by
# the same names, or none.
relocate() {
	# shellcheck disable=SC2016
	sed -i -e 's,$(srctree)/arch/x86/kvm,$(src),; s,$(srctree)/virt/kvm,$(src)/../../../virt/kvm,' \
		-e '2i LINUXINCLUDE := -I $(src)/../include/uapi $(LINUXINCLUDE)' \
		"$work/arch/x86/kvm/Makefile"
	sed -i 's,TRACE_INCLUDE_PATH \.\./\.\./arch/x86/kvm,TRACE_INCLUDE_PATH ../kvm,' \
		"$work/arch/x86/kvm/trace.h"
	mkdir -p "$work/arch/x86/include/uapi"
}

# What is the same keeps its time, for make to leave it alone.
bring() {
	rsync -r --checksum --delete --exclude '*.o' --exclude '*.o.d' --exclude '.*' --exclude '*.ko' \
		--exclude '*.mod' --exclude '*.mod.c' --exclude '*.s' --exclude 'kvm-asm-offsets.h' \
		--exclude 'modules.order' --exclude 'Module.symvers' "$work/" "$objects/"
}

compile() {
	local log=$objects.log
	echo "modules: building $(basename "$out")"
	make -s -C "$kernel" M="$objects/arch/x86/kvm" -j"$(nproc)" \
		KCFLAGS="-fmacro-prefix-map=$objects/=" modules > "$log" 2>&1 ||
		fail "the build failed, see $log:
$(tail -n 20 "$log")"
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

copy
patches=()
[ "$series" = none ] || patches=("$series"/*.patch)
apply "${patches[@]}" "$@"
relocate
key=$({
	gcc --version | head -n 1
	cat "$0" "$kernel/.config" "$kernel/Module.symvers" "$kernel/include/config/kernel.release"
	cd "$work"
	find . -type f | sort | xargs sha256sum
} | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "modules: $(basename "$out") is up to date"
	exit 0
fi
bring
compile
collect
