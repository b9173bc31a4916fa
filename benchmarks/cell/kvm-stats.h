/* SPDX-License-Identifier: GPL-2.0 */
/* KVM's debugfs as L1 sees it: statistics of the VM, ledgers of its vCPUs. */
#ifndef CELL_KVM_STATS_H
#define CELL_KVM_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * kvm_stats_find - the folder of the VM of a process
 * @vmm: the VMM's process id; it must have at most one VM
 * @path: receives it; left alone if there is none
 *
 * Return: has the process a VM?
 */
bool kvm_stats_find(pid_t vmm, char *path, size_t size);

/**
 * kvm_stats_save - write down all there is about the VM of a process
 * @vmm: the VMM's process id; it must have exactly one VM
 * @when: before, after or end
 *
 * Writes INIT_OUT/kvm-stats.@when, "name value" lines, and
 * INIT_OUT/ledger.@when with the tables of the vCPUs one after another.
 */
void kvm_stats_save(pid_t vmm, const char *when);

#endif
