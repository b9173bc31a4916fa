// SPDX-License-Identifier: GPL-2.0
#include "hand-over.h"

#include <stdio.h>
#include <string.h>

/*
 * A line of a job has no quotation marks but the ones around it. KVM is loaded for the first
 * job, too, and must be loaded by the second: irqbypass may stay, as ever. A bind of the root
 * has nothing mounted on it; one of the disk's device over the file in it is the disk.
 */
static const char command[] =
	"/bin/busybox sh -c \""
	"set -e; b=/bin/busybox; r=/system; "
	"read -r line < /proc/cmdline; "
	"for word in $line; do case $word in exitmeter.*) eval ${word#*.};; esac; done; "
	"$b dd if=$exchange of=$exchange bs=%1$d skip=1 count=1 conv=notrunc; "
	"$b dd if=/dev/zero of=$exchange bs=%1$d seek=1 count=1 conv=notrunc; "
	"$b rmmod %2$.32s; $b rmmod kvm; "
	"$b mount --bind / $r; "
	"$b mount -t devtmpfs dev $r/dev; "
	"$b mount --bind $system $r/l2/scratch.img; "
	"exec $b chroot $r /init > /dev/console 2>&1\"";

void hand_over_job(struct job *first, const struct job *second)
{
	*first = *second;
	strcpy(first->measure, JOB_MEASURE_L1);
	*first->prepare = *first->startup = *first->points = '\0';
	snprintf(first->command, sizeof(first->command), command, JOB_SIZE, second->module);
}
