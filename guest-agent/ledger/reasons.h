/* SPDX-License-Identifier: GPL-2.0 */
/* Names of the exit reasons, as the manuals have them. */
#ifndef EXITMETER_REASONS_H
#define EXITMETER_REASONS_H

#include <stddef.h>

/* Long enough for every name of a row, its NUL included. */
#define REASON_NAME_SIZE	32

/**
 * reason_name - the name of a row
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @row: a reason, or a pseudo-reason behind the last one
 * @buf: used for names that are composed
 *
 * VMX: Intel SDM volume 3, appendix C.  SVM: AMD APM volume 2, appendix C,
 * without the prefix VMEXIT_.
 *
 * Return: the name, or "undefined" for a number that the manual leaves out;
 * never NULL.
 */
const char *reason_name(unsigned int vendor, unsigned int row,
			char buf[REASON_NAME_SIZE]);

/**
 * reason_number - the row of a name or a decimal number
 * @text: a name of reason_name(), in any case, or a number in decimal digits
 *
 * Return: the row, or -1; -1 as well for "undefined", which is no row's own.
 */
int reason_number(unsigned int vendor, const char *text);

/* Reasons that have a row, without the pseudo-reasons; 0 for no such vendor. */
unsigned int reason_count(unsigned int vendor);

#endif
