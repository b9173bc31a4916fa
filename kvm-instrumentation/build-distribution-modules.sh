#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds KVM's modules with the patch series for a kernel of Debian's, from the headers
# and the source that Debian has for it. Nothing is loaded.
#
# usage: build-distribution-modules.sh KDIR WORK_DIR KVM_LAYOUT
#   KDIR        the kernel's headers, such as /lib/modules/$(uname -r)/build
#   WORK_DIR    receives the unpacked source, and for each kernel RELEASE/modules with
#               kvm.ko, kvm-intel.ko, kvm-amd.ko, release, and kvm.btf, the layout of
#               their structs for kvm-layout; and the kernel's own irqbypass.ko, if
#               the kernel is installed here: the series leaves it alone
#   KVM_LAYOUT  the program kvm-layout
set -euo pipefail

[ $# = 3 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
kdir=$1 work=$2 kvm_layout=$3
here=$(dirname "$(readlink -f "$0")")

fail() {
	echo "build-distribution-modules: $*" >&2
	exit 1
}

# Where the running kernel has its own types; else where the headers have them.
kernel_btf() {
	if [ "$release" = "$(uname -r)" ] && [ -r /sys/kernel/btf/vmlinux ]; then
		echo /sys/kernel/btf/vmlinux
	elif [ -r "$kdir/vmlinux" ]; then
		echo "$kdir/vmlinux"
	fi
}

[ -r "$kdir/include/generated/utsrelease.h" ] || fail "$kdir are not a kernel's headers.
For the running kernel, install linux-headers-$(uname -r); for another, say where: make modules KDIR=..."
release=$(sed -n 's/.*UTS_RELEASE "\(.*\)".*/\1/p' "$kdir/include/generated/utsrelease.h")
line=$(sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p' <<< "$release")
series=$here/patches/linux-$line
[ -d "$series" ] || fail "$release is of kernel line $line, for which there is no patch series; there is:
$(find "$here/patches" -name 'linux-*' -printf '  %f\n')
kvm-instrumentation/README.md tells how to add a kernel line"

version=$(sed -n 's/.*LINUX_PACKAGE_ID " Debian \(.*\)".*/\1/p' "$kdir/include/generated/package.h" 2> /dev/null || true)
[ -n "$version" ] || fail "$kdir are not headers of a Debian kernel, and the source of another is not known;
for a kernel of your own, see build-modules.sh"
package=linux-source-$line
have=$(dpkg-query -W -f '${Version}' "$package" 2> /dev/null) ||
	fail "the source of $release is missing: apt-get install $package=$version"
# Security updates change KVM between two versions of one line.
[ "$have" = "$version" ] || fail "$release is Debian's $version, but $package is $have.
Either: apt-get install $package=$version
or bring the kernel up to $have, and boot it"
for file in Makefile Module.symvers .config scripts/Makefile.modpost; do
	[ -e "$kdir/$file" ] || fail "$kdir has no $file, without which no module can be built: it is not whole.
apt-get install --reinstall linux-headers-$release"
done
command -v pahole > /dev/null || fail "pahole is missing: apt-get install pahole"

mkdir -p "$work/$release"
work=$(readlink -f "$work")
source=$work/$package-$version
if [ ! -e "$source/.unpacked" ]; then
	echo "modules: unpacking $package $version"
	rm -rf "$source"
	mkdir -p "$source"
	tar -xJf "/usr/src/$package.tar.xz" -C "$source" --strip-components=1 \
		"$package/arch/x86/kvm" "$package/virt/kvm"
	touch "$source/.unpacked"
fi

out=$work/$release/modules
"$here/build-modules.sh" "$kdir" "$source" "$series" "$out"
# What the compiler made of the structs, not what the headers say.
if [ ! -e "$out/kvm.btf" ]; then
	pahole --btf_encode_detached="$work/$release/kvm.btf" "$work/$release/objects/arch/x86/kvm/kvm.ko"
	echo "$release" > "$out/release"
	install -m 644 "$work/$release/kvm.btf" "$out/kvm.btf"
	rm "$work/$release/kvm.btf"
fi
if [ -e "/lib/modules/$release/kernel/virt/lib/irqbypass.ko" ]; then
	install -m 644 "/lib/modules/$release/kernel/virt/lib/irqbypass.ko" "$out/"
fi

btf=$(kernel_btf)
if [ -z "$btf" ]; then
	echo "modules: layouts are compared when they are loaded: $release does not run here"
elif ! "$kvm_layout" "$btf" "$out/kvm.btf"; then
	rm -rf "$out"
	fail "the modules do not fit $release: loading them would corrupt its memory"
fi
echo "modules: in $out"
