/* SPDX-License-Identifier: GPL-2.0 */
/* Is there a meter, and if not, what is to be done about it. */
#ifndef EXITMETER_METER_H
#define EXITMETER_METER_H

#include <stdbool.h>

#include "abi.h"

/* A hypervisor's signature in print: each byte may take four characters. */
#define METER_HYPERVISOR_SIZE	(12 * 4 + 1)

/**
 * struct meter - what abi_presence() found, in words
 * @presence: as it returned it
 * @hypervisor: what the hypervisor calls itself, printable; empty without one
 * @info: all zeros unless @presence is ABI_PRESENT or ABI_OTHER_VERSION
 */
struct meter {
	enum abi_presence presence;
	char hypervisor[METER_HYPERVISOR_SIZE];
	struct abi_info info;
};

void meter_find(struct meter *m);

/* meter_state - one word for scripts, such as "unpatched"; never NULL */
const char *meter_state(const struct meter *m);

/* meter_explain - why there is no usable meter and what to do, to stderr */
void meter_explain(const struct meter *m);

/**
 * meter_require - find the meter, or explain on stderr
 * @m: receives what was found, in either case
 *
 * Return: true if there is a meter that this program can read.
 */
bool meter_require(struct meter *m);

/* "VMX" or "SVM". */
const char *meter_vendor_name(unsigned int vendor);

/* The paging mode as KVM's module parameter: "ept=1", "npt=0" and so on. */
const char *meter_paging_name(const struct abi_info *info);

#endif
