#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Runs in an L1, which is a host like any other: cells of the platform "host", and
# what it must refuse, and put back. KVM without the meter stands for the modules of
# a distribution. What it prints, and the records in /run/out/host, host.t looks at.
export PATH=/bin:/usr/bin
for applet in sed grep cat ls mkdir mount sleep rmmod kill uname head tail wc cp; do
	# shellcheck disable=SC2139
	alias $applet="busybox $applet"
done
cd /project || exit 1
mkdir /run/try
mount -t tmpfs tmpfs /tmp

hugepages=/sys/kernel/mm/transparent_hugepage/enabled
cells="run tests/platforms/host.matrix --platform host --workloads tests/platforms/workloads"

run() {
	# shellcheck disable=SC2086
	build/exitbench $cells "$@" 2>&1
}

# In the background only; $! is its process then.
become() {
	# shellcheck disable=SC2086
	exec build/exitbench $cells "$@" 2>&1
}

modules() {
	meter=0
	[ ! -e /sys/module/kvm/parameters/exitmeter ] || meter=1
	echo "$1: meter $meter" \
		"nested $(cat /sys/module/kvm_amd/parameters/nested)" \
		"npt $(cat /sys/module/kvm_amd/parameters/npt)" \
		"hugepages $(sed 's/.*\[\(.*\)\].*/\1/' $hugepages)"
}

# Until the cell is where it is wanted.
wait_for_phase() {
	i=0
	while [ $i -lt 600 ]; do
		grep -q "phase $1" /run/try/"$2"/work/*/console.log 2>/dev/null && return
		sleep 1
		i=$((i + 1))
	done
}

# A host has its own modules, loaded with parameters of its own.
rmmod kvm_amd kvm irqbypass
modprobe kvm_amd nested=0
echo madvise > $hugepages
modules stock

build/exitbench doctor
echo "doctor $?"
run --modules /none
echo "without modules $?"

qemu-system-x86_64 -nodefaults -display none -machine pc,accel=kvm -S &
vm=$!
sleep 5
run -o /run/try/refused
echo "beside a VM $?"
modules "beside a VM"
kill -9 $vm
wait $vm
modules "after the VM"

run -o /run/out/host
echo "cells $?"
modules "after the cells"

file=/project/tests/platforms/host.matrix
build/exitbench exec --platform host --file $file -o /run/out/exec -- /bin/busybox cat $file 2>&1
echo "exec $?"
modules "after exec"

become -o /run/try/interrupted --cells '*npt1*' &
runner=$!
wait_for_phase l2 interrupted
modules "in a cell"
kill -INT $runner
wait $runner
echo "interrupted $?"
modules "after an interrupt"

become -o /run/try/killed --cells '*npt1*' &
runner=$!
wait_for_phase l2 killed
kill -9 $runner
wait $runner
# Huge pages are what is put back last.
i=0
while [ $i -lt 120 ] && ! grep -q '\[madvise\]' $hugepages; do
	sleep 1
	i=$((i + 1))
done
modules "after the runner was killed"

# The meter's own modules are put back as well.
rmmod kvm_amd kvm
insmod build/distribution/"$(uname -r)"/modules/kvm.ko exitmeter=1
insmod build/distribution/"$(uname -r)"/modules/kvm-amd.ko npt=0
modules "meter loaded"
run -o /run/try/again --cells '*npt1*'
echo "cells $?"
modules "meter loaded, after the cells"
exit 0
