#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Puts KVM's modules with the exit meter into the running kernel in place of the
# distribution's, or the other way round. If anything goes wrong, the distribution's are
# loaded again. Needs no more than busybox and kvm-layout.
#
# usage: swap-modules.sh load MODULES_DIR KVM_LAYOUT [PARAMETER...]
#        swap-modules.sh unload
#   MODULES_DIR  from build-distribution-modules.sh
#   KVM_LAYOUT   the program kvm-layout
#   PARAMETER    ept=0, npt=1 and other parameters of the vendor's module as
#                MODULE.NAME=VALUE; NAME=VALUE is one of kvm.ko. exitmeter=1 is the default.
#                What modprobe.d and the kernel's command line say of KVM's modules is kept
set -u

fail() {
	echo "swap-modules: $*" >&2
	exit 1
}

usage() {
	sed -n 's/^# \(usage: .*\)/\1/p; s/^# \(       swap.*\)/\1/p' "$0" >&2
	exit 2
}

loaded() {
	[ -e "/sys/module/$1" ]
}

# The modules with the meter know its parameter.
ours_loaded() {
	[ -e /sys/module/kvm/parameters/exitmeter ]
}

# Who has /dev/kvm or a VM open; for the message only.
users() {
	for fd in /proc/[0-9]*/fd/*; do
		case $(readlink "$fd" 2> /dev/null) in
		/dev/kvm | anon_inode:kvm-vm) ;;
		*) continue ;;
		esac
		pid=${fd#/proc/}
		pid=${pid%%/*}
		echo "  process $pid ($(cat "/proc/$pid/comm"))"
	done | sort -u
}

# The kernel refuses too, but not before half of it is gone.
check_unused() {
	loaded "$vendor_name" || return 0
	[ "$(cat "/sys/module/$vendor_name/refcnt")" = 0 ] || fail "KVM is in use; stop its VMs first:
$(users)"
	for holder in /sys/module/kvm/holders/*; do
		case ${holder##*/} in
		"$vendor_name" | \*) ;;
		*) fail "module ${holder##*/} uses kvm; unload it first: rmmod ${holder##*/}" ;;
		esac
	done
}

check_fit() {
	for file in kvm.ko "$vendor.ko" kvm.btf release; do
		[ -r "$modules/$file" ] || fail "$modules has no $file; 'make modules' builds it"
	done
	running=$(uname -r)
	for module in kvm "$vendor"; do
		magic=$(modinfo -F vermagic "$modules/$module.ko")
		[ "${magic%% *}" = "$running" ] ||
			fail "$modules/$module.ko is for ${magic%% *}, but $running runs here; 'make modules'"
	done
	[ -r /sys/kernel/btf/vmlinux ] ||
		fail "this kernel does not tell the layout of its structs (/sys/kernel/btf/vmlinux), so it can't be checked"
	"$layout" /sys/kernel/btf/vmlinux "$modules/kvm.btf" ||
		fail "the modules do not fit this kernel: they would corrupt its memory. Nothing was changed"
	case $(cat /sys/kernel/security/lockdown 2> /dev/null) in
	"" | *'[none]'*) ;;
	*) fail "the kernel is locked down and takes only signed modules; switch Secure Boot off, or sign them" ;;
	esac
}

# irqbypass and the like are the distribution's own.
load_dependencies() {
	for module in kvm "$vendor"; do
		modinfo -F depends "$modules/$module.ko" | tr ',' '\n'
	done | grep -vx -e kvm -e '' | sort -u | while read -r module; do
		modprobe "$module" || fail "can't load $module, which KVM needs"
	done
}

remove() {
	if loaded "$vendor_name"; then
		rmmod "$vendor_name" || return 1
	fi
	if loaded kvm; then
		rmmod kvm || return 1
	fi
}

# Other hypervisors that may have the CPU's virtualisation for themselves.
others() {
	for module in vboxdrv vmmon xen_privcmd; do
		if loaded "$module"; then echo "$module"; fi
	done
}

# why_not MESSAGE: what the message of insmod or modprobe means, and what to do
why_not() {
	case $1 in
	*[Bb]usy*)
		other=$(others | head -n 1)
		echo "another hypervisor has the CPU's virtualisation${other:+ ($other is loaded)}: end its virtual machines, rmmod ${other:-its module}, then: modprobe $vendor"
		;;
	*"not supported"*) echo "the firmware has the CPU's virtualisation switched off" ;;
	*"Key was rejected"* | *"Required key"*) echo "the kernel takes only signed modules: switch Secure Boot off, or sign them" ;;
	*) echo "$1; dmesg may tell more" ;;
	esac
}

# Back to how a distribution's kernel has it.
restore() {
	remove
	if ! said=$(modprobe "$vendor" 2>&1); then
		fail "KVM is not loaded now, and the distribution's could not be: $(why_not "$said")"
	fi
	! ours_loaded || fail "the distribution's KVM could not be loaded again: modprobe $vendor"
}

give_up() {
	echo "swap-modules: $*; loading the distribution's modules again" >&2
	restore
	exit 1
}

# Booleans may be given as any of these, and read back as Y and N.
plain() {
	case $1 in
	[Yy]) echo 1 ;;
	[Nn]) echo 0 ;;
	*) echo "$1" ;;
	esac
}

# check_parameter MODULE NAME=VALUE
check_parameter() {
	file=/sys/module/$1/parameters/${2%%=*}
	[ -r "$file" ] || give_up "$1 has no parameter ${2%%=*}"
	value=$(cat "$file")
	[ "$(plain "$value")" = "$(plain "${2#*=}")" ] ||
		give_up "$1 was loaded with $2, but has $value: this CPU can't do it"
}

# Who opens /dev/kvm or plugs something in meanwhile has the distribution's loaded.
TRIES=5

# insert MODULE PARAMETERS GIVEN: of the parameters those that were given are read back
insert() {
	module=$1 parameters=$2 given=$3 try=1
	name=$(echo "$module" | tr - _)
	# Words on purpose: one parameter each.
	# shellcheck disable=SC2086
	until said=$(insmod "$modules/$module.ko" $parameters 2>&1); do
		case $said in
		*"File exists"*) ;;
		*) give_up "$module.ko can't be loaded: $(why_not "$said")" ;;
		esac
		[ "$try" -lt "$TRIES" ] ||
			give_up "something loads the distribution's $module again and again: stop what uses /dev/kvm"
		try=$((try + 1))
		if [ "$module" = kvm ]; then remove; else rmmod "$name"; fi > /dev/null 2>&1
	done
	for parameter in $given; do
		check_parameter "$name" "$parameter"
	done
}

# configured MODULE GIVEN: what modprobe would load it with, less what was given or is unknown
configured() {
	known=" $(modinfo -F parm "$modules/$1.ko" | sed 's/:.*//' | tr '\n' ' ') "
	modprobe --show-depends "$vendor" 2> /dev/null |
		sed -n "s,^insmod [^ ]*/$(echo "$1" | sed 's/[-_]/[-_]/g')\.ko[^ ]*  *,,p" | tr -s ' ' '\n' |
		while read -r parameter; do
			name=${parameter%%=*}
			case " $2" in
			*" $name="*) continue ;;
			esac
			case $known in
			*" $name "*) echo "$parameter" ;;
			*) echo "swap-modules: $1 of the distribution is loaded with $parameter, which ours has not: left out" >&2 ;;
			esac
		done | tr '\n' ' '
}

load() {
	kvm_parameters='' vendor_parameters=''
	case " $* " in
	*" exitmeter="*) ;;
	*) kvm_parameters=exitmeter=1 ;;
	esac
	for parameter in "$@"; do
		case $parameter in
		"$vendor_name".*=*) vendor_parameters="$vendor_parameters ${parameter#*.}" ;;
		ept=* | npt=* | vpid=*) vendor_parameters="$vendor_parameters $parameter" ;;
		*=*) kvm_parameters="$kvm_parameters $parameter" ;;
		*) fail "'$parameter' is not NAME=VALUE" ;;
		esac
	done
	check_fit
	check_unused
	kvm_kept=$(configured kvm "$kvm_parameters")
	vendor_kept=$(configured "$vendor" "$vendor_parameters")
	load_dependencies || exit 1
	# From here on there is KVM again only at the end.
	trap '' HUP INT TERM
	remove || give_up "the modules that are loaded can't be removed"
	insert kvm "$kvm_kept$kvm_parameters" "$kvm_parameters"
	insert "$vendor" "$vendor_kept$vendor_parameters" "$vendor_parameters"
	echo "KVM with the exit meter is loaded: ${kvm_parameters# }$vendor_parameters"
	[ -z "$kvm_kept$vendor_kept" ] ||
		echo "as this machine is configured to (modprobe.d, kernel's command line): $kvm_kept$vendor_kept" | sed 's/ *$//'
}

unload() {
	if ! ours_loaded; then
		echo "KVM with the exit meter is not loaded: nothing to do"
		return
	fi
	check_unused
	trap '' HUP INT TERM
	restore
	echo "the distribution's KVM is loaded again"
}

case ${1:-} in
load) [ $# -ge 3 ] || usage ;;
unload) [ $# = 1 ] || usage ;;
*) usage ;;
esac
[ "$(id -u)" = 0 ] || fail "needs root"
flags=$(sed -n '/^flags/{p;q}' /proc/cpuinfo)
case " $flags " in
*" vmx "*) vendor=kvm-intel ;;
*" svm "*) vendor=kvm-amd ;;
*) fail "this CPU has neither VMX nor SVM (or the firmware has it switched off)" ;;
esac
vendor_name=$(echo "$vendor" | tr - _)
case $1 in
load)
	modules=$2 layout=$3
	shift 3
	load "$@"
	;;
unload)
	unload
	;;
esac
