/* SPDX-License-Identifier: GPL-2.0 */
/* What a meter says of itself. */
#ifndef EXITMETER_ABI_INFO_H
#define EXITMETER_ABI_INFO_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct abi_info - what the meter says of itself
 * @version: of the ABI
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @paging: KVM_EXITMETER_PAGING_*, the mode in force
 * @nr_reasons: exit reasons with a row
 * @nr_rows: reasons and pseudo-reasons
 * @features: KVM_EXITMETER_FEATURE_*
 * @nr_vcpus: of the VM, at present
 * @nr_slots: latches that can be kept at a time
 * @tsc_khz: frequency of the host's TSC, 1000 cycles per second
 * @generation: another value after the counters restarted
 * @unreliable: the host's TSC differs from CPU to CPU
 * @edition: what the classic leaves mean, 1 .. KVM_EXITMETER_EDITIONS; 0 in a record of a
 *	meter that had one only
 */
struct abi_info {
	unsigned int version;
	unsigned int vendor;
	unsigned int paging;
	unsigned int nr_reasons;
	unsigned int nr_rows;
	uint32_t features;
	unsigned int nr_vcpus;
	unsigned int nr_slots;
	uint32_t tsc_khz;
	uint32_t generation;
	bool unreliable;
	unsigned int edition;
};

#endif
