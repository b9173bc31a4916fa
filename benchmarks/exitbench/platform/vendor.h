/* SPDX-License-Identifier: GPL-2.0 */
/* The two kinds of virtualisation that KVM's modules are for. */
#ifndef EXITBENCH_VENDOR_H
#define EXITBENCH_VENDOR_H

/* By KVM_EXITMETER_PAGING_*. */
#define VENDOR_PAGING_MODES 2

/**
 * struct vendor
 * @name: of the extension
 * @maker: of the CPU, as CPUID tells it
 * @flag: of the CPU that stands for @name
 * @second_level: the parameter, and the flag, of the second level of page tables
 * @module: KVM's module
 * @loaded: the same, as /sys/module has it
 * @parameter: of @module for each paging mode
 */
struct vendor {
	const char *name;
	const char *maker;
	const char *flag;
	const char *second_level;
	const char *module;
	const char *loaded;
	const char *parameter[VENDOR_PAGING_MODES];
};

extern const struct vendor vendor_vmx;
extern const struct vendor vendor_svm;

#endif
