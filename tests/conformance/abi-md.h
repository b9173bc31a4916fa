/* SPDX-License-Identifier: GPL-2.0 */
/* What kvm-instrumentation/ABI.md says of the reasons, written down once more. */
#ifndef CONFORMANCE_ABI_MD_H
#define CONFORMANCE_ABI_MD_H

#include <stdbool.h>

/* abi_md_reasons - R, the reasons that have a row */
unsigned int abi_md_reasons(unsigned int vendor);

/* abi_md_defined - does the vendor's manual define the reason? */
bool abi_md_defined(unsigned int vendor, unsigned int reason);

/**
 * abi_md_possible - can KVM receive the reason in a paging mode?
 * @paging: KVM_EXITMETER_PAGING_*
 *
 * Return: 1 yes, 0 no, -1 if that is not told by the mode alone.
 */
int abi_md_possible(unsigned int vendor, unsigned int paging, unsigned int reason);

#endif
