/* SPDX-License-Identifier: GPL-2.0 */
/* Vendors and paging modes by the words that records and readers have for them. */
#ifndef EXITMETER_MODE_H
#define EXITMETER_MODE_H

#include <stdbool.h>

#include <asm/kvm_exitmeter.h>

/* vendor_name - VMX or SVM */
const char *vendor_name(unsigned int vendor);

/* vendor_of_name - Return: KVM_EXITMETER_VENDOR_*; 0 for any other word, or NULL. */
unsigned int vendor_of_name(const char *name);

/* paging_name - tdp or shadow */
const char *paging_name(unsigned int paging);

/* paging_of_name - Return: KVM_EXITMETER_PAGING_*; -1 for any other word, or NULL. */
int paging_of_name(const char *name);

/* mode_parameter - of KVM's module, for readers, too: ept=1, npt=0 */
const char *mode_parameter(unsigned int vendor, unsigned int paging);

/**
 * mode_of_parameter - what such a parameter says
 * @vendor: receives KVM_EXITMETER_VENDOR_*
 * @paging: receives KVM_EXITMETER_PAGING_*
 *
 * Return: false, with both 0, for any other word.
 */
bool mode_of_parameter(const char *parameter, unsigned int *vendor, unsigned int *paging);

#endif
