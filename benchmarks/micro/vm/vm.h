/* SPDX-License-Identifier: GPL-2.0 */
/* A virtual machine of a few instructions, on KVM of the machine that this runs on. */
#ifndef MICRO_VM_H
#define MICRO_VM_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VM_MEMORY	(8 * 1024 * 1024)

/* Where a guest begins, and where it writes what it has to tell. */
#define VM_CODE		0x1000
#define VM_PORT		0x10

/* What ends vm_run(). */
enum vm_end {
	VM_OUT,		/* the guest wrote to VM_PORT: see @out */
	VM_HLT,
	VM_TIMEOUT,
	VM_OTHER,	/* see @run->exit_reason */
};

/**
 * struct vm
 * @memory: the guest's, from address 0; page 0 is a slot of its own
 * @run: shared with KVM
 * @run_size: of it, in bytes
 * @out: what the guest wrote last
 */
struct vm {
	int kvm;
	int fd;
	int vcpu;
	uint8_t *memory;
	struct kvm_run *run;
	int run_size;
	uint32_t out;
};

/**
 * vm_create - a VM whose vCPU is in real mode at VM_CODE, with a stack below 0x8000
 * @halts: HLT does not exit, and interrupt controllers are in the kernel
 *
 * Ends the program, with a message, if it can't; so do all others.
 */
void vm_create(struct vm *vm, bool halts);

void vm_destroy(struct vm *vm);

/**
 * vm_cpuid - what KVM can give to a guest, and vm_create() has given
 * @function: a leaf; of those that have several the first
 *
 * Return: zeros for a leaf that there is not.
 */
const struct kvm_cpuid_entry2 *vm_cpuid(uint32_t function);

/* vm_put - write into the guest's memory */
void vm_put(struct vm *vm, uint32_t at, const void *bytes, size_t size);

/* vm_protect - put the vCPU into 32-bit protected mode, flat, with a GDT and an empty IDT */
void vm_protect(struct vm *vm, struct kvm_sregs *sregs);

/**
 * vm_five_levels - put the vCPU into 64-bit mode with five levels of page tables
 * @tables: where four pages for them are
 *
 * The memory is at 0, and again at 2^48. The CPU must have CR4.LA57, as vm_cpuid() tells.
 */
void vm_five_levels(struct vm *vm, struct kvm_sregs *sregs, uint32_t tables);

/* vm_gate - let a vector of the protected mode's IDT lead to a handler */
void vm_gate(struct vm *vm, unsigned int vector, uint32_t handler);

void vm_get_sregs(struct vm *vm, struct kvm_sregs *sregs);
void vm_set_sregs(struct vm *vm, const struct kvm_sregs *sregs);

/* vm_set_msr - as a VMM does */
void vm_set_msr(struct vm *vm, uint32_t index, uint64_t value);

/* vm_ioctl - of the VM; @what is for the message */
void vm_ioctl(struct vm *vm, unsigned long request, void *argument, const char *what);

/* vm_forget_page_0 - let KVM forget its mapping, so that the next access exits */
void vm_forget_page_0(struct vm *vm);

/**
 * vm_run - until something ends it
 * @ms: the time that it may take; 0 for any
 */
enum vm_end vm_run(struct vm *vm, unsigned int ms);

#endif
