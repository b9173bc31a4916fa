#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs the Debian packages that the project needs and this machine lacks.
# Asks sudo unless it runs as root.
#
# usage: install-packages.sh [--measure | PACKAGE...]
#   --measure  only what a run and its report take, not what tests and lint take
#   PACKAGE    wanted in addition to all; the source of a kernel line that only another
#              release of Debian has is fetched from there
set -euo pipefail

lines=$(dirname "$(readlink -f "$0")")/../kvm-instrumentation/patches/lines
codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)

packages="
	bc bison flex gcc kmod libc6-dev libelf-dev libssl-dev lz4 make patch xz-utils
	linux-source-6.12 pahole
	g++ bochsbios vgabios seabios qemu-system-x86 qemu-system-data
	busybox-static e2fsprogs mtools squashfs-tools syslinux
	sysbench cpuid tcc libaio-dev zlib1g-dev valgrind libsqlite3-dev
	libncurses-dev ncurses-bin
	libarchive-dev libjansson-dev libgsl-dev libxml2-dev libtracefs-dev libtraceevent-dev pkg-config
	gnuplot-nox fonts-dejavu-core pandoc perl"
if [ "${1:-}" = --measure ]; then
	shift
else
	packages="$packages
		tmux man-db bash libbpf-dev libmicrohttpd-dev clang libclang-rt-dev linux-perf rsync libcmocka-dev libxml2-utils shellcheck sparse strace"
fi

mirror() {
	sed -n '/security/!{ s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p; t end }; b; :end; q' <<< "$(apt-cache policy dpkg)"
}

# That have the source of a kernel line, if the package is one; each line ends in a blank.
suites() {
	awk -v package="$1" '"linux-source-" $1 == package { $1 = $2 = ""; print substr($0, 3) " " }' "$lines"
}

# Is it the source of a kernel line, and in no suite of this release?
foreign() {
	local suites
	suites=" $(suites "$1")"
	[ "$suites" != " " ] && ! [[ $suites =~ \ ${codename}[-\ ] ]]
}

# Apt knows nothing of these: nearly always because its sources lack one of Debian's suites.
explain() {
	local archive suite policy
	policy=$(apt-cache policy)
	{
		echo "install-packages: apt knows no" "$@"
		for package in "$@"; do
			suites "$package" | sed "s,^,$package is in these suites of Debian: ,"
		done
		for suite in "" -updates -security; do
			archive=$(mirror)
			[ "$suite" != -security ] || archive=${archive%/}-security
			grep -q " $codename$suite/main " <<< "$policy" ||
				echo "apt's sources here lack: deb $archive $codename$suite main"
		done
	} >&2
	exit 1
}

missing=
for package in $packages "$@"; do
	[[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) = *"ok installed" ]] ||
		missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing:$missing"
$as_root apt-get -qq update
unknown='' wanted='' fetched=
for package in $missing; do
	# Not in a pipe: grep may be done before apt-cache, which then dies of the pipe.
	if grep -q '^ *Candidate: [^(]' <<< "$(apt-cache policy "$package")"; then
		wanted="$wanted $package"
	elif foreign "$package"; then
		fetched="$fetched $package"
	else
		unknown="$unknown $package"
	fi
done
# shellcheck disable=SC2086
[ -z "$unknown" ] || explain $unknown
if [ -n "$fetched" ]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	chmod 755 "$work"
	for package in $fetched; do
		"$(dirname "$lines")/../fetch-source.sh" "${package#linux-source-}" "$work" "$(mirror)"
		wanted="$wanted $(echo "$work/${package}"_*.deb)"
	done
fi
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install -y --no-install-recommends $wanted \
	> /dev/null
