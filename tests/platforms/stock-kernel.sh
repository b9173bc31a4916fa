#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Gets a kernel of Debian's and makes of it what an L1 needs to boot: nothing is
# installed. A kernel of Debian's has neither disks nor file systems built in, so there is
# an initrd that loads these and goes over to L1's root.
#
# usage: stock-kernel.sh LINE OUT_DIR
#   LINE     kernel line, such as 6.1; the newest of it that apt knows
#   OUT_DIR  receives
#            release   such as 6.1.0-56-amd64
#            headers   what 'make modules' takes for KDIR
#            boot      bzImage, initrd, version: see build-image.sh
#            modules   /lib/modules with the distribution's KVM, for modprobe in L1
set -euo pipefail

[ $# = 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
line=$1 out=$2
here=$(dirname "$(readlink -f "$0")")
export PATH=$PATH:/usr/sbin:/sbin LC_ALL=C

# What the initrd loads, and what L1 does.
disk_modules="virtio_pci virtio_blk ata_piix sd_mod squashfs"
kvm_modules="kvm-amd kvm-intel"

fail() {
	echo "stock-kernel: $*" >&2
	exit 1
}

# The package that a package depends on, by the beginning of its name.
depends() {
	{ apt-cache depends "$1" 2> /dev/null || true; } | sed -n "s/^ *Depends: \($2[^ ]*\)$/\1/p" | sed 1q
}

image=$(depends "linux-image-$line-amd64" linux-image-)
# The line that the distribution came with has no number in the package's name.
[ -n "$image" ] || image=$(depends linux-image-amd64 linux-image-)
release=${image#linux-image-}
case $release in
"$line".*) ;;
*) fail "apt knows no kernel of line $line; apt-get update" ;;
esac
headers=linux-headers-$release
packages="$image $headers linux-headers-${release%-amd64}-common $(depends "$headers" linux-kbuild-)"

key=$({
	cat "$0" "$here/initrd-init"
	# shellcheck disable=SC2086
	apt-cache policy $packages | grep -e '^[^ ]' -e Candidate
} | sha256sum | cut -d ' ' -f 1)
[ "$(cat "$out/key" 2> /dev/null)" != "$key" ] || exit 0

rm -rf "$out"
mkdir -p "$out/packages" "$out/root" "$out/boot" "$out/initrd/modules" "$out/initrd/bin" \
	"$out/initrd/dev" "$out/initrd/proc" "$out/initrd/sys" "$out/initrd/root"
out=$(readlink -f "$out")
root=$out/root

echo "stock kernel: $release"
# shellcheck disable=SC2086
(cd "$out/packages" && apt-get -qq download $packages 2> /dev/null) || fail "apt-get download $packages failed"
for package in "$out/packages"/*.deb; do
	dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --exclude './usr/share'
done
rm -r "$out/packages"
# The headers name each other by the path that they are installed at.
sed -i "s,include /usr/src,include $root/usr/src," "$root/usr/src/$headers/Makefile"
ln -s "root/usr/src/$headers" "$out/headers"

find "$root/lib/modules" -name '*.ko.xz' -exec xz -d {} +
depmod -b "$root" "$release"

# needed MODULE...: files in the order to load them in.
needed() {
	local module
	for module in "$@"; do
		modprobe -d "$root" -S "$release" --show-depends "$module" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
	done | awk '!seen[$0]++'
}

number=100
# shellcheck disable=SC2086
for module in $(needed $disk_modules); do
	strip --strip-debug -o "$out/initrd/modules/$((number++))-$(basename "$module")" "$module"
done
install -m 755 /bin/busybox "$out/initrd/bin/"
install -m 755 "$here/initrd-init" "$out/initrd/init"
find "$out/initrd" -exec touch -h -d @1735689600 {} +
(cd "$out/initrd" && find . | sort | cpio --quiet -o -H newc -R 0:0 --reproducible) | gzip -n > "$out/boot/initrd"

cp "$root/boot/vmlinuz-$release" "$out/boot/bzImage"
# shellcheck disable=SC2086
for module in $(needed $kvm_modules); do
	install -D "$module" "$out/modules/lib/modules/${module#"$root"/lib/modules/}"
done
cp "$root/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$out/modules/lib/modules/$release/"
depmod -b "$out/modules" "$release"
rm -rf "${root:?}/boot" "${root:?}/lib" "$out/initrd"
echo "$release" > "$out/release"
cp "$out/release" "$out/boot/version"
echo "$key" > "$out/key"
