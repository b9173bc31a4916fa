#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A command of the shell in another root, in a namespace of its own, so that nothing stays
# mounted and nothing stays running, also if the caller is killed.
#
# usage: inside.sh ROOT COMMAND
set -eu

[ $# = 2 ] || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
# Of the make that this may be called by: DKMS takes what make says of folders for a compiler's name.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
# shellcheck disable=SC2016
exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child sh -c '
	mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" &&
	exec chroot "$1" sh -c "$2"' inside "$1" "$2"
