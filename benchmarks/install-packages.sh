#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs the Debian packages that the project needs and this machine lacks.
# Asks sudo unless it runs as root.
#
# usage: install-packages.sh [--measure | PACKAGE...]
#   --measure  only what a run and its report take, not what tests and lint take
#   PACKAGE    wanted in addition to all
set -euo pipefail

packages="
	bc bison flex gcc kmod libc6-dev libelf-dev libssl-dev lz4 make patch xz-utils
	linux-source-6.12 pahole
	g++ bochsbios vgabios seabios qemu-system-x86 qemu-system-data
	busybox-static e2fsprogs mtools squashfs-tools syslinux
	sysbench cpuid tcc libaio-dev zlib1g-dev libsqlite3-dev
	libncurses-dev ncurses-bin
	libarchive-dev libjansson-dev libgsl-dev libxml2-dev libtracefs-dev libtraceevent-dev pkg-config
	gnuplot-nox fonts-dejavu-core pandoc perl"
if [ "${1:-}" = --measure ]; then
	shift
else
	packages="$packages
		tmux man-db bash libbpf-dev libmicrohttpd-dev clang libclang-rt-dev linux-perf rsync libcmocka-dev libxml2-utils shellcheck sparse strace"
fi

# Apt knows nothing of these: nearly always because its sources lack one of Debian's suites.
explain() {
	local codename mirror archive suite policy
	policy=$(apt-cache policy)
	codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	mirror=$(apt-cache policy dpkg |
		sed -n '/security/!s,^ *[0-9]* \([a-z+]*:[^ ]*\) .*,\1,p' | head -n 1)
	{
		echo "install-packages: apt knows no" "$@"
		echo "On Debian 12, linux-source-6.12 is in the suite bookworm-security; on Debian 13, in trixie."
		for suite in "" -updates -security; do
			archive=$mirror
			[ "$suite" != -security ] || archive=${mirror%/}-security
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
unknown=$(for package in $missing; do
	# Not in a pipe: grep may be done before apt-cache, which then dies of the pipe.
	grep -q '^ *Candidate: [^(]' <<< "$(apt-cache policy "$package")" || echo "$package"
done)
# shellcheck disable=SC2086
[ -z "$unknown" ] || explain $unknown
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install -y --no-install-recommends $missing \
	> /dev/null
