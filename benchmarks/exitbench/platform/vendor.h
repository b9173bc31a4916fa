/* SPDX-License-Identifier: GPL-2.0 */
/* The two kinds of virtualisation that KVM's modules are for. */
#ifndef EXITBENCH_VENDOR_H
#define EXITBENCH_VENDOR_H

/**
 * struct vendor - what the ledger need not know of it; see ledger/mode.h for the rest
 * @id: KVM_EXITMETER_VENDOR_*
 * @maker: of the CPU, as CPUID tells it
 * @flag: of the CPU that stands for the extension
 * @second_level: the parameter, and the flag, of the second level of page tables
 * @module: KVM's module
 * @loaded: the same, as /sys/module has it
 */
struct vendor {
	unsigned int id;
	const char *maker;
	const char *flag;
	const char *second_level;
	const char *module;
	const char *loaded;
};

extern const struct vendor vendor_vmx;
extern const struct vendor vendor_svm;

#endif
