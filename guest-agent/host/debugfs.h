/* SPDX-License-Identifier: GPL-2.0 */
/* What KVM shows of its VMs in debugfs: kvm/PID-FD/vcpuN/exitmeter and beside it. */
#ifndef EXITMETER_DEBUGFS_H
#define EXITMETER_DEBUGFS_H

#include <stdio.h>

#include "vm-sample.h"

#define DEBUGFS_KVM	"/sys/kernel/debug/kvm"

/**
 * debugfs_read - all VMs' ledgers
 * @s: receives them, sorted; vm_sample_free() it, also after an error
 * @kvm: the folder, DEBUGFS_KVM
 * @proc: where procfs is, for the names
 * @vm: a VM's process or name; NULL is all
 * @vendor: KVM_EXITMETER_VENDOR_*
 *
 * A VM or a vCPU that ends meanwhile is left out.
 *
 * Return: 0, or -errno with a message on stderr.
 */
int debugfs_read(struct vm_sample *s, const char *kvm, const char *proc, const char *vm,
		 unsigned int vendor);

/**
 * debugfs_list - all VMs, and how many vCPUs each has, but not what these did
 *
 * As debugfs_read(), but on any KVM, with VMs that have no vCPU yet, and without a message.
 *
 * Return: 0 or -errno.
 */
int debugfs_list(struct vm_sample *s, const char *kvm, const char *proc, const char *vm,
		 unsigned int vendor);

/* debugfs_ledger - one table; Return: 0, or -EINVAL if it is no vCPU's ledger. */
int debugfs_ledger(struct ledger *l, FILE *f);

/**
 * debugfs_histograms - the table exitmeter_histograms
 * @d: its buckets and features are added to
 *
 * Return: 0, or -EINVAL if it is none.
 */
int debugfs_histograms(struct detail *d, FILE *f, unsigned int nr_reasons);

/* debugfs_keys - likewise, the table exitmeter_keys; -ENOMEM, too */
int debugfs_keys(struct detail *d, FILE *f, unsigned int nr_rows);

#endif
