/* SPDX-License-Identifier: GPL-2.0 */
/* A look at the VMs of a host, whatever it was taken with; and the difference of two. */
#ifndef EXITMETER_VM_SAMPLE_H
#define EXITMETER_VM_SAMPLE_H

#include <stddef.h>
#include <sys/types.h>

#include "latency/exit-detail.h"
#include "ledger/window/window.h"

/* Room for a VM's name, its NUL included. */
#define VM_NAME_SIZE	64

/**
 * struct sampled_vcpu - a vCPU since its creation, or since it was seen first
 * @index: KVM's
 * @ledger: what it has by now
 * @detail: beside it; NULL if nothing is kept
 */
struct sampled_vcpu {
	unsigned int index;
	struct ledger ledger;
	struct detail *detail;
};

/**
 * struct sampled_vm
 * @pid: of the VMM
 * @number: tells apart the VMs of one process, as KVM's file descriptor does
 * @name: the VMM's for it, or the process's
 * @nr_vcpus: how many
 * @vcpus: by index
 * @exits: what only BPF knows; all zeros without
 */
struct sampled_vm {
	pid_t pid;
	unsigned int number;
	char name[VM_NAME_SIZE];
	size_t nr_vcpus;
	struct sampled_vcpu *vcpus;
	struct exit_detail exits;
};

/**
 * struct vm_sample
 * @clock: when, in the unit of the ledgers' accounts
 * @nr_vms: how many
 * @vms: in no order
 */
struct vm_sample {
	uint64_t clock;
	size_t nr_vms;
	struct sampled_vm *vms;
};

/**
 * vm_sample_add - one more VM; ends the program when there is no memory
 *
 * Return: it, good until the next is added.
 */
struct sampled_vm *vm_sample_add(struct vm_sample *s, pid_t pid, unsigned int number);

/* vm_sample_vcpu_add - likewise; its ledger has the rows of @vendor */
struct sampled_vcpu *vm_sample_vcpu_add(struct sampled_vm *vm, unsigned int index,
				    unsigned int vendor);

/* vm_sample_sort - vCPUs by their index, VMs by their process; once all are there */
void vm_sample_sort(struct vm_sample *s);

void vm_sample_free(struct vm_sample *s);

/**
 * struct vm_window - what a VM did between two looks
 * @pid: of the VMM
 * @number: as in struct sampled_vm
 * @name: likewise
 * @appeared: was not there at the first look: its window begins with its vCPUs' creation
 * @w: the window; in the place of a vCPU that was not seen are zeros
 * @exits: what only BPF knows
 */
struct vm_window {
	pid_t pid;
	unsigned int number;
	char name[VM_NAME_SIZE];
	bool appeared;
	struct window w;
	struct exit_detail exits;
};

/**
 * struct vm_windows
 * @nr: VMs that were there at the second look
 * @all: them
 * @ended: how many were there at the first look only, and are left out
 */
struct vm_windows {
	size_t nr;
	struct vm_window *all;
	unsigned int ended;
};

/**
 * vm_sample_between - the windows between two looks
 * @info: of the host's KVM; the number of vCPUs is each VM's
 * @a: the earlier
 * @b: the later
 *
 * A vCPU that has less time than before is another one. Ends the program when there is no
 * memory.
 *
 * Return: for vm_windows_free()
 */
struct vm_windows vm_sample_between(const struct abi_info *info, const struct vm_sample *a,
				 const struct vm_sample *b);

void vm_windows_free(struct vm_windows *w);

#endif
