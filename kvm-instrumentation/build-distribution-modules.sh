#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds KVM's modules with the patch series for a kernel of Debian's, from the headers
# and the source that Debian has for it. Nothing is loaded.
#
# usage: build-distribution-modules.sh [--compared] KDIR WORK_DIR KVM_LAYOUT
#        build-distribution-modules.sh --check KDIR
#   --compared  fail if there is nothing to compare the structs' layout with, for nobody will
#               do it when the modules are loaded
#   --check     only say whether the modules could be built
#   KDIR        the kernel's headers, such as /lib/modules/$(uname -r)/build
#   WORK_DIR    receives the unpacked source, and for each kernel RELEASE/modules with
#               kvm.ko, kvm-intel.ko, kvm-amd.ko, release, and kvm.btf, the layout of
#               their structs for kvm-layout; and the kernel's own irqbypass.ko, if
#               the kernel is installed here: the series leaves it alone
#   KVM_LAYOUT  the program kvm-layout
set -euo pipefail

usage() {
	sed -n 's/^# \(usage: .*\)/\1/p; s/^# \(       build.*\)/\1/p' "$0" >&2
	exit 2
}

option='' arguments=3
case ${1:-} in
--compared) option=$1; shift ;;
--check) option=$1 arguments=1; shift ;;
-*) usage ;;
esac
[ $# = $arguments ] || usage
kdir=$1 work=${2:-} kvm_layout=${3:-}
here=$(dirname "$(readlink -f "$0")")

fail() {
	echo "build-distribution-modules: $*" >&2
	exit 1
}

# What has the kernel's own types: the kernel that runs, its headers, or the file it boots from.
with_types() {
	local file
	if [ "$release" = "$(uname -r)" ] && [ -r /sys/kernel/btf/vmlinux ]; then
		echo /sys/kernel/btf/vmlinux
		return
	fi
	for file in "$kdir/vmlinux" "/boot/vmlinuz-$release"; do
		if [ -r "$file" ]; then
			echo "$file"
			return
		fi
	done
}

[ -r "$kdir/include/generated/utsrelease.h" ] || fail "$kdir are not a kernel's headers.
For the running kernel, install linux-headers-$(uname -r); for another, say where: make modules KDIR=..."
release=$(sed -n 's/.*UTS_RELEASE "\(.*\)".*/\1/p' "$kdir/include/generated/utsrelease.h")
line=$(sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p' <<< "$release")
series=$here/patches/linux-$line
[ -d "$series" ] || fail "$release is of kernel line $line, for which there is no patch series; there is one for
$(awk '!/^#/ { print "  " $1 }' "$here/patches/lines")
kvm-instrumentation/README.md tells how to add a kernel line"

version=$(sed -n 's/.*LINUX_PACKAGE_ID " Debian \(.*\)".*/\1/p' "$kdir/include/generated/package.h" 2> /dev/null || true)
[ -n "$version" ] || fail "$kdir are not headers of a Debian kernel, and the source of another is not known;
for a kernel of your own, see build-modules.sh"
package=linux-source-$line
have=$(dpkg-query -W -f '${Version}' "$package" 2> /dev/null || true)
# Nothing is also said of a package that was removed.
[ -n "$have" ] || fail "the source of $release is missing: apt-get install $package=$version"
# Security updates change KVM between two versions of one line.
[ "$have" = "$version" ] || fail "$release is Debian's $version, but $package is $have.
Either: apt-get install $package=$version
or bring the kernel up to $have, and boot it"
for file in Makefile Module.symvers .config scripts/Makefile.modpost; do
	[ -e "$kdir/$file" ] || fail "$kdir has no $file, without which no module can be built: it is not whole.
apt-get install --reinstall linux-headers-$release"
done
command -v pahole > /dev/null || fail "pahole is missing: apt-get install pahole"
[ "$option" != --check ] || exit 0
types=$(with_types)
[ -n "$types" ] || [ "$option" != --compared ] ||
	fail "nothing tells how $release lays out its structs: there is no /boot/vmlinuz-$release;
apt-get install linux-image-$release"

mkdir -p "$work/$release"
work=$(readlink -f "$work")
source=$work/$package-$version
if [ ! -e "$source/.unpacked" ] || [ ! -e "$source/scripts/extract-vmlinux" ]; then
	echo "modules: unpacking $package $version"
	rm -rf "$source"
	mkdir -p "$source"
	tar -xJf "/usr/src/$package.tar.xz" -C "$source" --strip-components=1 \
		"$package/arch/x86/kvm" "$package/virt/kvm" "$package/scripts/extract-vmlinux"
	touch "$source/.unpacked"
fi

out=$work/$release/modules
case $types in
/boot/*)
	bash "$source/scripts/extract-vmlinux" "$types" > "$work/$release/vmlinux" 2> /dev/null ||
		fail "$types can't be unpacked; is it whole, and its compressor (xz, zstd) installed?"
	types=$work/$release/vmlinux
	;;
esac

"$here/build-modules.sh" "$kdir" "$source" "$series" "$out"
# What the compiler made of the structs, not what the headers say.
if [ ! -e "$out/kvm.btf" ]; then
	pahole --btf_encode_detached="$work/$release/kvm.btf" "$work/$release/objects/arch/x86/kvm/kvm.ko"
	echo "$release" > "$out/release"
	install -m 644 "$work/$release/kvm.btf" "$out/kvm.btf"
	rm "$work/$release/kvm.btf"
fi
irqbypass=/lib/modules/$release/kernel/virt/lib/irqbypass.ko
if [ -e "$irqbypass" ]; then
	install -m 644 "$irqbypass" "$out/"
elif [ -e "$irqbypass.xz" ]; then
	xz -dc "$irqbypass.xz" > "$out/irqbypass.ko"
fi

if [ -z "$types" ]; then
	echo "modules: layouts are compared when they are loaded: $release is not installed here"
elif ! "$kvm_layout" "$types" "$out/kvm.btf"; then
	rm -rf "$out"
	fail "the modules do not fit $release: loading them would corrupt its memory"
fi
rm -f "$work/$release/vmlinux"
echo "modules: in $out"
