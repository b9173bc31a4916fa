#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the disk of a distribution for L2: Debian 12 with what debootstrap installs and
# Debian's own kernel for virtual machines, its initrd, and a root file system. The same
# packages give the same bytes; root privileges are not needed. Does nothing if OUT_DIR
# already has what these inputs give: for newer packages remove it.
#
# usage: build-debian.sh OUT_DIR
#   OUT_DIR  receives debian.img, a squashfs with vmlinuz, initrd, cmdline and root.ext4;
#            debian.json, what it is, for the records; packages, with their versions; and key
set -euo pipefail

suite=bookworm
tools="mmdebstrap fakeroot e2fsprogs squashfs-tools"
uuid=6d657465-7220-4c32-2064-656269616e31
machine_id=6d657465724c32646562696131323131
# As Debian's images for clouds have it, but for the screen: there is none.
cmdline="root=UUID=$uuid ro console=ttyS0,115200 consoleblank=0"
# Bochs wants whole cylinders of 16 heads and 63 sectors.
cylinder=$((16 * 63 * 512))

# The same bytes whenever and by whomever it is built.
export SOURCE_DATE_EPOCH=1735689600 TZ=UTC LC_ALL=C
export E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH
export PATH=$PATH:/usr/sbin:/sbin
umask 022

fail() {
	echo "build-debian: $*" >&2
	exit 1
}

install_packages() {
	local main security
	# The mirror that apt has dpkg from: that one is Debian's.
	main=$(apt-cache policy dpkg |
		sed -n '/security/!s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p' | head -n 1)
	[ -n "$main" ] || fail "apt knows no mirror of Debian; run 'apt-get update'"
	# Where the main archive is, the security archive is, too.
	security=${main%/}-security
	mmdebstrap --quiet --variant=important --architectures=amd64 \
		--include=linux-image-cloud-amd64,dbus \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
		"$suite" "$work/root.tar" \
		"deb $main $suite main" "deb $main $suite-updates main" \
		"deb $security $suite-security main" > "$work/log" 2>&1 || {
			tail -n 20 "$work/log" >&2
			fail "mmdebstrap failed"
		}
}

# What an installer would have written.
configure() {
	echo debian > etc/hostname
	echo "$machine_id" > etc/machine-id
	echo "UUID=$uuid / ext4 errors=remount-ro 0 1" > etc/fstab
	: > etc/resolv.conf
	# systemd's own step after installing does this only for those who may.
	chown "0:$(awk -F : '$1 == "systemd-journal" { print $3 }' etc/group)" var/log/journal
	chmod 2755 var/log/journal
	find . -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# mke2fs takes the times of files as they are, and a change of the inode can't be dated
# back: write all of them anew.
fix_times() {
	local inodes n
	inodes=$(dumpe2fs -h root.ext4 2> /dev/null | awk '
		/^Inode count:/ { all = $3 } /^Free inodes:/ { free = $3 } END { print all - free }')
	for ((n = 1; n <= inodes; n++)); do
		for field in atime ctime; do
			echo "set_inode_field <$n> $field @$SOURCE_DATE_EPOCH"
		done
	done > times.debugfs
	debugfs -w -f times.debugfs root.ext4 > /dev/null 2>&1
}

make_disk() {
	local work=$1
	mkdir "$work/root" "$work/disk"
	cd "$work/root"
	tar -xf ../root.tar
	configure
	dpkg-query --admindir=var/lib/dpkg -W > ../packages
	cp boot/vmlinuz-* ../disk/vmlinuz
	cp boot/initrd.img-* ../disk/initrd
	chmod 644 ../disk/*
	echo "$cmdline" > ../disk/cmdline
	cd ..
	# Half of it is free, as on a new machine.
	truncate -s 768M root.ext4
	mke2fs -q -F -t ext4 -b 4096 -U "$uuid" \
		-E "hash_seed=$uuid,lazy_itable_init=0,lazy_journal_init=0,nodiscard" -d root root.ext4
	fix_times
	mv root.ext4 disk/
	touch -d "@$SOURCE_DATE_EPOCH" disk/* disk
	mksquashfs disk debian.img -quiet -no-progress -no-xattrs -all-root -comp lz4 -b 32K
	truncate -s $((($(stat -c %s debian.img) + cylinder - 1) / cylinder * cylinder)) debian.img
}

version() {
	awk -v package="^$1" '$1 ~ package { print $2; exit }' "$work/packages"
}

describe() {
	cat <<-END
		{
		 "system": "Debian $(cat "$work/root/etc/debian_version") with linux-image-cloud $(version linux-image-cloud), systemd $(version systemd) (disk $(sha256sum < "$work/debian.img" | cut -c 1-12))"
		}
	END
}

# The part for which one has to be root, or to believe it: this script again, under fakeroot.
if [ "${1:-}" = --make-disk ]; then
	make_disk "$2"
	exit 0
fi

out=$1
key=$({
	# shellcheck disable=SC2086
	dpkg-query -W $tools
	cat "$0"
} | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$out/key" 2>/dev/null)" = "$key" ]; then
	echo "debian: up to date"
	exit 0
fi

echo "debian: building the disk of a distribution; about a minute, and 150 MB to download"
mkdir -p "$(dirname "$out")"
work=$(mktemp -d -p "$(dirname "$(readlink -f "$out")")" debian.XXXXXX)
trap 'rm -rf "$work"' EXIT
install_packages
fakeroot "$(readlink -f "$0")" --make-disk "$work"
rm -rf "$out"
mkdir -p "$out"
describe > "$out/debian.json"
cp "$work/packages" "$work/debian.img" "$out/"
echo "$key" > "$out/key"
