#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Writes down what an image is made of and what it runs under, for the records.
#
# usage: write-identity.sh KERNEL_VERSION_FILE BOCHS_DIR FIO_DIR PATCH_DIR IMAGE_DIR
set -euo pipefail

kernel_version=$1 bochs=$2 fio=$3 patches=$4 image=$5

version() {
	dpkg-query -W -f '${Version}' "$1"
}

emulator="bochs $(cat "$bochs/version") (build $(cut -c 1-12 "$bochs/key"))"

cat > "$image/identity.json" <<EOF
{
 "image": "$(cat "$image/boot.img" "$image/root.img" | sha256sum | cut -d ' ' -f 1)",
 "kernel": "$(cat "$kernel_version")",
 "kernel_source": "$(version "$(basename "$patches" | sed s/linux-/linux-source-/)")",
 "patches": "$(cat "$patches"/*.patch | sha256sum | cut -d ' ' -f 1)",
 "compiler": "$(gcc --version | head -n 1)",
 "qemu": "$(version qemu-system-x86)",
 "emulators": {
  "bochs-vmx": "$emulator",
  "bochs-svm": "$emulator",
  "tcg-svm": "qemu $(version qemu-system-x86)"
 },
 "firmware": "bochsbios $(version bochsbios), seabios $(version seabios)",
 "fio": "$(cat "$fio/version")",
 "sysbench": "$(version sysbench)",
 "tcc": "$(version tcc)",
 "sqlite": "$(version libsqlite3-dev)"
}
EOF
