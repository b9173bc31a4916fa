#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Runs in an L1, which is a host with nested virtualisation like any other: cells of
# the platform "nested", each with an L1 of its own below. nested.t looks at the records
# in /run/out/nested.
export PATH=/bin:/usr/bin
# Where QEMU writes what snapshots change.
export TMPDIR=/run
cd /project || exit 1
busybox rmmod kvm_amd kvm irqbypass
modprobe kvm_amd nested=1
build/exitbench doctor 2>&1
build/exitbench run tests/platforms/nested.matrix \
	--workloads tests/platforms/workloads -o /run/out/nested 2>&1
echo "cells $?"
