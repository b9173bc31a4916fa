#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs the Debian packages that the project needs and this machine lacks.
# Asks sudo unless it runs as root.
#
# usage: install-packages.sh [PACKAGE...]
#   PACKAGE  wanted in addition
set -euo pipefail

packages="
	bc bison flex gcc kmod libc6-dev libelf-dev libssl-dev lz4 make patch xz-utils
	linux-source-6.12 pahole
	g++ bochsbios vgabios seabios qemu-system-x86 qemu-system-data
	busybox-static e2fsprogs mtools squashfs-tools syslinux
	sysbench cpuid tcc libaio-dev zlib1g-dev
	libbpf-dev linux-perf rsync
	libncurses-dev ncurses-bin tmux man-db bash
	libarchive-dev libjansson-dev libgsl-dev libcmocka-dev libtracefs-dev libtraceevent-dev pkg-config
	gnuplot-nox fonts-dejavu-core
	pandoc libxml2-utils
	perl shellcheck sparse strace"

missing=
for package in $packages "$@"; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
		missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing:$missing"
$as_root apt-get -qq update
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install -y --no-install-recommends $missing \
	> /dev/null
