#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Makes a tree of KVM alone that can be compiled as external modules: copies of
# arch/x86/kvm and virt/kvm, with a patch series or without, and with planted errors.
#
# usage: kvm-tree.sh SOURCE_DIR SERIES_DIR|none TREE_DIR [PATCH...]
#   SOURCE_DIR  Linux source; of a file that has a copy FILE.pristine beside it the
#               copy counts, and an empty one says that there was no such file.
#               Not written to
#   SERIES_DIR  the patch series, or "none" for KVM as it is
#   TREE_DIR    receives the tree; must not exist
#   PATCH       a change on top of the series
set -euo pipefail

[ $# -ge 3 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
source=$1 series=$2 tree=$3
shift 3

fail() {
	echo "kvm-tree: $*" >&2
	exit 1
}

[ -e "$source/virt/kvm/kvm_main.c" ] || fail "$source is not the source of a kernel: no virt/kvm"
[ "$series" = none ] || [ -d "$series" ] || fail "no patch series $series; \"none\" for KVM as it is"

copy() {
	local part copy file
	for part in arch/x86/kvm virt/kvm; do
		mkdir -p "$tree/$part"
		cp -r "$source/$part/." "$tree/$part"
	done
	find "$tree" -name '*.pristine' | while read -r copy; do
		file=${copy%.pristine}
		if [ -s "$copy" ]; then mv "$copy" "$file"; else rm -f "$copy" "$file"; fi
	done
}

# Of each patch, only what it says about these parts and about uapi's headers. What it says about
# the kernel's own headers must be in the kernel that the modules are for.
apply() {
	local patch log
	for patch in "$@"; do
		log=$(awk '/^diff --git / { wanted = $4 ~ /^b\/(arch\/x86\/(kvm|include\/uapi)|virt)\// } wanted' "$patch" |
			patch -d "$tree" -p1 -s -F0 --no-backup-if-mismatch 2>&1) ||
			fail "$(basename "$patch") does not apply to $source:
$log"
	done
}

# What names the kernel's own tree is to name this one: the kernel's has other files by
# the same names, or none.
relocate() {
	# shellcheck disable=SC2016
	sed -i -e 's,$(srctree)/arch/x86/kvm,$(src),; s,$(srctree)/virt/kvm,$(src)/../../../virt/kvm,' \
		-e '2i LINUXINCLUDE := -I $(src)/../include/uapi $(LINUXINCLUDE)' \
		"$tree/arch/x86/kvm/Makefile"
	sed -i 's,TRACE_INCLUDE_PATH \.\./\.\./arch/x86/kvm,TRACE_INCLUDE_PATH ../kvm,' \
		"$tree/arch/x86/kvm/trace.h"
	mkdir -p "$tree/arch/x86/include/uapi"
}

copy
[ "$series" = none ] || apply "$series"/*.patch
apply "$@"
relocate
