#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the kernel of L1 and L2 with the patched KVM, from Debian's source
# package. Does nothing if OUT_DIR already has what these inputs give.
#
# usage: build-kernel.sh LINE WORK_DIR OUT_DIR [VARIANT]
#   LINE      kernel line, such as 6.12: names the package and the patch series
#   WORK_DIR  receives the unpacked source and the objects; speeds up the next build
#   OUT_DIR   receives bzImage, the KVM modules, version, and key, what they were
#             built from
#   VARIANT   config/VARIANT.config is laid over config/exitmeter.config; the
#             objects are kept apart. "in-tree": the series as upstream would have it,
#             without its patch for out-of-tree modules; the source is kept apart as well
# If there is a config/linux-LINE.config, it is laid over config/exitmeter.config as well: for
# what a line has by another name.
set -euo pipefail

line=$1 work=$2 out=$3 variant=${4:-}
here=$(dirname "$(readlink -f "$0")")
series=$here/patches/linux-$line
fragments=("$here/config/exitmeter.config")
[ ! -e "$here/config/linux-$line.config" ] || fragments+=("$here/config/linux-$line.config")
package=linux-source-$line
tarball=/usr/src/$package.tar.xz
modules="virt/lib/irqbypass arch/x86/kvm/kvm arch/x86/kvm/kvm-intel arch/x86/kvm/kvm-amd"

# The same bytes whenever, wherever and by whomever it is built.
export KBUILD_BUILD_TIMESTAMP='Wed Jan  1 00:00:00 UTC 2025'
export KBUILD_BUILD_USER=exitmeter KBUILD_BUILD_HOST=exitmeter KBUILD_BUILD_VERSION=1
export LC_ALL=C

fail() {
	echo "build-kernel: $*" >&2
	exit 1
}

[ -d "$series" ] || fail "there is no patch series for kernel line $line; there is one for
$(awk '!/^#/ { print "  " $1 }' "$here/patches/lines")
kvm-instrumentation/README.md tells how to add a kernel line"
[ -r "$tarball" ] || fail "$tarball is missing; 'make deps KERNEL_LINE=$line' installs $package, which is in these
suites of Debian: $(awk -v line="$line" '$1 == line { $1 = $2 = ""; print substr($0, 3) }' "$here/patches/lines")"

patches=()
for patch in "$series"/*.patch; do
	[ "$variant" = in-tree ] && [[ $patch = *-out-of-tree-* ]] || patches+=("$patch")
done
if [ -n "$variant" ] && [ "$variant" != in-tree ]; then
	[ -r "$here/config/$variant.config" ] || fail "no config/$variant.config: there is no such variant"
	fragments+=("$here/config/$variant.config")
fi

release=$(dpkg-query -W -f '${Version}' "$package")
key=$({
	echo "$package $release"
	gcc --version | head -n 1
	cat "$0" "${fragments[@]}" "${patches[@]}"
} | sha256sum | cut -d ' ' -f 1)

if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "kernel: up to date"
	exit 0
fi

unpack() {
	[ -e "$source/.unpacked" ] && return
	echo "kernel: unpacking $package $release"
	rm -rf "$source"
	mkdir -p "$source"
	tar -xJf "$tarball" -C "$source" --strip-components=1
	touch "$source/.unpacked"
}

# Undo the last series from the copies that patch made of what it changed.
unpatch() {
	local copy file
	rm -f "$source/.applied"
	find "$source/arch" "$source/Documentation" "$source/tools" "$source/virt" -name '*.pristine' |
	while read -r copy; do
		file=${copy%.pristine}
		# What the series added has an empty copy.
		if [ -s "$copy" ]; then mv "$copy" "$file"; else rm -f "$copy" "$file"; fi
	done
}

apply() {
	local patch
	for patch in "${patches[@]}"; do
		# The first copy of a file is the pristine one: later patches must not
		# overwrite it.
		patch -d "$source" -p1 -s -F0 --dry-run < "$patch" > "$work/patch.log" 2>&1 ||
			fail "$(basename "$patch") does not apply to $package $release:
$(cat "$work/patch.log")
kvm-instrumentation/README.md tells how to bring the series up to date"
		sed -n 's,^+++ b/,,p' "$patch" | while read -r file; do
			[ -e "$source/$file.pristine" ] && continue
			if [ -e "$source/$file" ]; then
				cp -p "$source/$file" "$source/$file.pristine"
			else
				mkdir -p "$(dirname "$source/$file")"
				: > "$source/$file.pristine"
			fi
		done
		patch -d "$source" -p1 -s -F0 --no-backup-if-mismatch < "$patch"
	done
}

# The fragments as one; of a symbol that several set, the last line counts.
merge() {
	awk '{ symbol = $0; sub(/=.*/, "", symbol) }
	     /^CONFIG_/ { if (!(symbol in line)) order[++n] = symbol; line[symbol] = $0 }
	     END { for (i = 1; i <= n; i++) print line[order[i]] }' "${fragments[@]}"
}

configure() {
	local missing
	merge > "$objects.fragment"
	KCONFIG_ALLCONFIG=$objects.fragment make -s -C "$source" O="$objects" allnoconfig > "$work/config.log" 2>&1 ||
		fail "configuring failed: $(cat "$work/config.log")"
	missing=$(grep -E '=(y|m|[0-9]+)$' "$objects.fragment" | grep -vxFf "$objects/.config" || true)
	[ -z "$missing" ] || fail "${fragments[*]} ask for what this kernel does not have:
$missing"
}

compile() {
	echo "kernel${variant:+ ($variant)}: building with $(nproc) jobs; about 10 minutes on 2 cores when cold"
	make -s -C "$source" O="$objects" -j"$(nproc)" bzImage modules > "$objects.log" 2>&1 ||
		fail "the build failed, see $objects.log:
$(tail -n 20 "$objects.log")"
}

collect() {
	local module
	rm -rf "$out"
	mkdir -p "$out"
	cp "$objects/arch/x86/boot/bzImage" "$out/"
	for module in $modules; do
		strip --strip-debug -o "$out/$(basename "$module").ko" "$objects/$module.ko"
	done
	cp "$objects/include/config/kernel.release" "$out/version"
	echo "$key" > "$out/key"
}

mkdir -p "$work"
work=$(readlink -f "$work")
source=$work/$package-$release
[ "$variant" != in-tree ] || source=$work/in-tree-$package-$release
objects=$work/objects-$line${variant:+-$variant}
unpack
# Applied anew only if it is another series, for the other variants' objects know
# the files by their times.
applied=$(cat "${patches[@]}" | sha256sum)
if [ "$(cat "$source/.applied" 2>/dev/null)" != "$applied" ]; then
	unpatch
	apply
	echo "$applied" > "$source/.applied"
fi
configure
compile
collect
