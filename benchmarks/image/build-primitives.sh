#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds exit_primitives.ko for the kernel of L2. Does nothing if OUT_DIR
# already has what these inputs give.
#
# usage: build-primitives.sh OBJECTS_DIR INCLUDE_DIR OUT_DIR
#   OBJECTS_DIR  objects of that kernel, as build-kernel.sh left them; not
#                written to
#   INCLUDE_DIR  has asm/kvm_exitmeter.h: the kernel may be built without the
#                patches, this module needs the leaves all the same
#   OUT_DIR      receives exit_primitives.ko and key
set -euo pipefail

objects=$1 include=$2 out=$3
here=$(dirname "$(readlink -f "$0")")
source=$here/../primitives
header=asm/kvm_exitmeter.h
export LC_ALL=C

fail() {
	echo "build-primitives: $*" >&2
	exit 1
}

[ -e "$objects/vmlinux" ] || fail "no kernel was built in $objects; 'make image' builds it"
[ -e "$include/$header" ] || fail "no $include/$header; 'make all' puts it there"

# The kernel's own bytes stand for its source and its configuration.
key=$({
	gcc --version | head -n 1
	cat "$0" "$source"/* "$include/$header" "$objects/vmlinux" "$objects/Module.symvers"
} | sha256sum | cut -d ' ' -f 1)

if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "primitives: up to date"
	exit 0
fi

echo "primitives: building"
mkdir -p "$(dirname "$out")"
# Kbuild leaves its objects beside the source, and the path in messages.
work=$(mktemp -d -p "$(dirname "$(readlink -f "$out")")" primitives.XXXXXX)
trap 'rm -rf "$work"' EXIT
cp "$source"/* "$work/"
install -D "$include/$header" "$work/include/$header"
make -s -C "$objects" M="$work" modules > "$work/build.log" 2>&1 || {
	cat "$work/build.log" >&2
	fail "the build failed"
}
rm -rf "$out"
mkdir -p "$out"
strip --strip-debug -o "$out/exit_primitives.ko" "$work/exit_primitives.ko"
echo "$key" > "$out/key"
