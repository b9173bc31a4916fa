/* SPDX-License-Identifier: GPL-2.0 */
/* What the host's KVM is. */
#ifndef EXITMETER_KVM_FACTS_H
#define EXITMETER_KVM_FACTS_H

#include <stdbool.h>

#include "ledger/abi-info.h"

/**
 * struct kvm_facts
 * @info: vendor, paging, reasons and the TSC's frequency
 * @meter: kvm.exitmeter=1
 */
struct kvm_facts {
	struct abi_info info;
	bool meter;
};

/**
 * kvm_facts_read - from the modules' parameters
 * @f: receives it, without the TSC's frequency
 * @sys: where sysfs is, "/sys"
 *
 * Return: 0, or -ENODEV if neither kvm_intel nor kvm_amd is loaded.
 */
int kvm_facts_read(struct kvm_facts *f, const char *sys);

/**
 * kvm_tsc_khz - the frequency of the host's TSC, as KVM knows it
 *
 * Return: kHz, or 0 with a message on stderr.
 */
unsigned int kvm_tsc_khz(void);

#endif
