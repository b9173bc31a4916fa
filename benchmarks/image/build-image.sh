#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Puts together the image of a cell: the boot disk (syslinux and the kernel) and
# L1's root, which holds QEMU and, in it, L2's root. The same inputs give the
# same bytes; neither root privileges nor loop devices are needed.
#
# Does nothing if OUT_DIR already has what these inputs give.
#
# usage: build-image.sh KERNEL_DIR BOCHS_DIR FIO_DIR PRIMITIVES_DIR SERIES_DIR PROGRAM_DIR
#                       OUT_DIR [EXTRA_DIR]
#   KERNEL_DIR   bzImage and the KVM modules
#   BOCHS_DIR    the emulator that plays the machine, for one CPU and for several
#   FIO_DIR      fio
#   PRIMITIVES_DIR  exit_primitives.ko
#   SERIES_DIR   the patches that are in the kernel, for the identity
#   PROGRAM_DIR  l1-init, l2-init, exitmeter, the workloads' programs, and compile-*.i, the
#                sources that one of them compiles
#   OUT_DIR      receives boot.img, root.img, bzImage (initrd), bochs, bochs-smp, identity.json,
#                packages.json and key
#   EXTRA_DIR    folders l1 and l2, laid over the two roots; programs in their usr/bin
#                bring the libraries that they load. And boot: bzImage, initrd and
#                version of another kernel for L1; L2 keeps KERNEL_DIR's
set -euo pipefail

kernel=$1 bochs=$2 fio=$3 primitives=$4 series=$5 programs=$6 out=$7 extra=${8:-}
here=$(dirname "$(readlink -f "$0")")
packages="qemu-system-x86 seabios qemu-system-data sysbench cpuid tcc busybox-static
	syslinux squashfs-tools e2fsprogs mtools bochsbios vgabios"
# What makes the kernel, fio and the programs, beside the compiler, or is linked into them.
made_with="binutils pahole bison flex libc6-dev libelf-dev libaio-dev zlib1g-dev valgrind libjansson-dev
	libncurses-dev libsqlite3-dev libtracefs-dev libtraceevent-dev"

key=$({
	# shellcheck disable=SC2086
	dpkg-query -W $packages $made_with
	cat "$0" "$here/write-identity.sh" "$here/write-packages.sh" "$kernel"/* "$bochs"/* "$fio"/* "$primitives"/* "$series"/*.patch \
		"$programs"/*
	[ -z "$extra" ] || find "$extra" -type f | LC_ALL=C sort | xargs sha256sum
} | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "image: up to date"
	exit 0
fi

echo "image: building"
mkdir -p "$(dirname "$out")"
# Beside the result: /tmp may be small.
work=$(mktemp -d -p "$(dirname "$(readlink -f "$out")")" image.XXXXXX)
trap 'rm -rf "$work"' EXIT

boot=$kernel initrd=
[ -z "$extra" ] || [ ! -d "$extra/boot" ] || boot=$extra/boot
[ ! -e "$boot/initrd" ] || initrd=yes

# The same bytes whenever and by whomever it is built.
export SOURCE_DATE_EPOCH=1735689600 TZ=UTC LC_ALL=C
export E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH
export PATH=$PATH:/usr/sbin:/sbin
umask 022

# Bochs wants whole cylinders of 16 heads and 63 sectors.
cylinder=$((16 * 63 * 512))

pad() {
	local size
	size=$(stat -c %s "$1")
	truncate -s $(((size + cylinder - 1) / cylinder * cylinder)) "$1"
}

# Copy every library that a program loads; a static one loads none.
install_libraries() {
	local root=$1 program=$2 file
	{ ldd "$program" 2> /dev/null || true; } | sed -n 's,^[^/]*\(/[^ ]*\) .*,\1,p' |
	while read -r file; do
		install -D -m 755 "$file" "$root$file"
		echo "$file" >> "$work/libraries"
	done
}

install_program() {
	install -D -m 755 "$2" "$1/usr/bin/$(basename "$2")"
	install_libraries "$1" "$2"
}

# Lay what the caller adds over a root.
install_extra() {
	local root=$1 tree=$2 file
	[ -n "$extra" ] && [ -d "$extra/$tree" ] || return 0
	cp -r "$extra/$tree/." "$root/"
	for file in "$extra/$tree"/usr/bin/*; do
		[ ! -e "$file" ] || install_program "$root" "$file"
	done
}

# squash ROOT IMAGE OPTION...; the times come from SOURCE_DATE_EPOCH.
squash() {
	mksquashfs "$1" "$2" -quiet -no-progress -no-xattrs -all-root "${@:3}"
}

make_l2_root() {
	local root=$work/l2
	mkdir -p "$root"/{bin,dev,proc,sys,run,tmp,scratch,usr/bin,usr/src,lib/modules}
	install -m 755 "$programs/l2-init" "$root/init"
	install -m 755 /bin/busybox "$root/bin/busybox"
	for applet in sh cat ls sleep true sync ip; do
		ln -s busybox "$root/bin/$applet"
	done
	install -m 755 "$programs/exitmeter" "$fio/fio" "$programs"/workload-* "$root/bin/"
	install -m 644 "$primitives/exit_primitives.ko" "$root/lib/modules/"
	# For the workloads that run a VM in L2. The meter stays off in this one.
	install -m 644 "$kernel"/*.ko "$root/lib/modules/"
	install -m 644 "$programs"/compile-*.i "$root/usr/src/"
	for program in /usr/bin/cpuid /usr/bin/sysbench /usr/bin/tcc; do
		install_program "$root" "$program"
		ln -s "../usr/bin/$(basename $program)" "$root/bin/"
	done
	install_extra "$root" l2
	# Not compressed: L1's page cache holds it, the reads are L2's to pay.
	squash "$root" "$work/l1/l2/root.squashfs" -noI -noD -noF -noX
}

# L2's scratch disk with an empty file system, for the workloads with files.
make_scratch() {
	truncate -s 64M "$work/l1/l2/scratch.img"
	mkfs.ext4 -q -F -b 4096 -m 0 -O ^has_journal,^metadata_csum,^64bit \
		-U 6d657465-7220-4c32-2073-637261746368 \
		-E hash_seed=6d657465-7220-4c32-2073-637261746368,lazy_itable_init=0,nodiscard \
		"$work/l1/l2/scratch.img"
}

make_l1_root() {
	local root=$work/l1
	mkdir -p "$root"/{bin,boot,dev,proc,sys,run,system,lib/modules/patched,usr/share/qemu}
	install -m 755 "$programs/l1-init" "$root/init"
	install_libraries "$root" "$programs/l1-init"
	install -m 755 /bin/busybox "$root/bin/busybox"
	install -m 644 "$kernel/bzImage" "$root/boot/bzImage"
	install -m 644 "$kernel"/*.ko "$root/lib/modules/patched/"
	install_program "$root" /usr/bin/qemu-system-x86_64
	install -m 644 /usr/share/seabios/bios-256k.bin /usr/share/qemu/kvmvapic.bin \
		/usr/share/qemu/linuxboot_dma.bin "$root/usr/share/qemu/"
	install_extra "$root" l1
	# The emulated disk moves 16 MB per second, during which the emulator idles at
	# a cost: lz4 halves that and takes a few instructions a byte. Small blocks,
	# for what is mapped is read only in part.
	squash "$root" "$out/root.img" -comp lz4 -Xhc -b 32K
	pad "$out/root.img"
}

# Small, for the BIOS reads it a sector at a time.
make_boot() {
	local size
	cp "$boot/bzImage" ${initrd:+"$boot/initrd"} "$work/"
	size=$(($(cat "$work/bzImage" ${initrd:+"$work/initrd"} | wc -c) + 1024 * 1024))
	truncate -s $size "$out/boot.img"
	pad "$out/boot.img"
	cat > "$work/syslinux.cfg" <<-EOF
		DEFAULT l1
		PROMPT 0
		LABEL l1
		LINUX bzImage
		${initrd:+INITRD initrd}
		APPEND console=ttyS0,115200 quiet root=/dev/sdb rootfstype=squashfs ro init=/init oops=panic panic=-1 exitmeter.exchange=/dev/sdc exitmeter.system=/dev/sdd
	EOF
	touch -d @$SOURCE_DATE_EPOCH "$work/bzImage" "$work/syslinux.cfg" ${initrd:+"$work/initrd"}
	mformat -i "$out/boot.img" -h 16 -s 63 -t $(($(stat -c %s "$out/boot.img") / cylinder)) \
		-N 45584d54 -v EXITMETER ::
	mcopy -m -i "$out/boot.img" "$work/bzImage" "$work/syslinux.cfg" ${initrd:+"$work/initrd"} ::
	syslinux --install "$out/boot.img"
}

rm -rf "$out"
mkdir -p "$work/l1/l2" "$out"
make_scratch
make_l2_root
make_l1_root
make_boot
# For emulators that load a kernel themselves; boot.img has the same.
install -m 644 -t "$out" "$work/bzImage" ${initrd:+"$work/initrd"}
install -m 755 -t "$out" "$bochs/bochs" "$bochs/bochs-smp"
"$here/write-identity.sh" "$boot/version" "$bochs" "$fio" "$series" "$out"
# shellcheck disable=SC2086
"$here/write-packages.sh" "$work/libraries" $packages $made_with > "$out/packages.json"
echo "$key" > "$out/key"
