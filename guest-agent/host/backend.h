/* SPDX-License-Identifier: GPL-2.0 */
/* What looks at the VMs of a host: KVM's ledger, or BPF. */
#ifndef EXITMETER_BACKEND_H
#define EXITMETER_BACKEND_H

#include <stdbool.h>
#include <stdio.h>

#include "kvm-facts.h"
#include "vm-sample.h"

/**
 * struct slow_exit - one that took long
 * @at: its end, seconds since the epoch
 * @pid: of the VMM
 * @vcpu: KVM's index
 * @row: of the ledger
 * @userspace: KVM_EXIT_* if the VMM was entered, else -1
 * @rip: the guest's
 * @took: from exit to entry, ns
 * @user: of that, in the VMM
 * @offcpu: of that, scheduled out
 * @blocked: beside that, halted
 */
struct slow_exit {
	double at;
	pid_t pid;
	unsigned int vcpu;
	unsigned int row;
	int userspace;
	uint64_t rip;
	uint64_t took;
	uint64_t user;
	uint64_t offcpu;
	uint64_t blocked;
};

/**
 * struct backend_options - what is wanted of it
 * @vm: a VM's process or name; NULL is all
 * @than: tell of exits that take as long or longer, ns; 0 is none
 * @by: bit for each enum exit_by
 * @cost: let the kernel measure what looking costs
 */
struct backend_options {
	const char *vm;
	uint64_t than;
	unsigned int by;
	bool cost;
};

/**
 * struct backend
 * @name: one word
 * @what: it is, for readers
 * @unit: of the accounts, "cycles" or "ns"
 * @statistic: the ledgers have KVM's own statistic "exits"
 * @since_creation: the first look has all that the vCPUs did since their creation
 * @blind: what it can't see, for readers; one sentence a string, NULL-terminated
 * @open: find out whether it can work here, and begin; @facts may be changed.
 *	Return: 0, or -errno with a message on stderr
 * @look: at all VMs that are wanted; vm_sample_free() what it gives, also after an error.
 *	Return: 0, or -errno with a message on stderr
 * @slow: a slow exit since the last call; false if there is none. NULL if it can't
 * @cost: print what looking costs, in one line
 * @warn: tell on stderr of what was lost; may be NULL
 * @close: end
 */
struct backend {
	const char *name;
	const char *what;
	const char *unit;
	bool statistic;
	bool since_creation;
	const char *const *blind;
	int (*open)(const struct backend_options *options, struct kvm_facts *facts);
	int (*look)(struct vm_sample *s);
	bool (*slow)(struct slow_exit *e);
	void (*cost)(FILE *f);
	void (*warn)(void);
	void (*close)(void);
};

extern const struct backend backend_ledger;
extern const struct backend backend_bpf;

/**
 * backend_vms - which VMs there are, whatever they do and whoever looks at them
 * @s: receives them with their vCPUs, whose ledgers are empty; vm_sample_free() it, also after
 *	an error
 * @vm: a VM's process or name; NULL is all
 * @vendor: KVM_EXITMETER_VENDOR_*
 *
 * Return: 0, or -errno if this host does not say.
 */
int backend_vms(struct vm_sample *s, const char *vm, unsigned int vendor);

#endif
