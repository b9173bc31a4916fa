/* SPDX-License-Identifier: GPL-2.0 */
/* What a histogram of exits says. */
#ifndef EXITREPORT_HISTOGRAM_H
#define EXITREPORT_HISTOGRAM_H

#include "detail.h"

/* histogram_exits - exits in all buckets but that of exits which are not over */
int64_t histogram_exits(const int64_t buckets[KVM_EXITMETER_BUCKETS]);

/**
 * histogram_below - cycles that a share of the exits stays below
 * @share: above 0, up to 1
 *
 * Return: the end of the bucket in which the share is reached, a power of 2; 0 without exits.
 */
uint64_t histogram_below(const int64_t buckets[KVM_EXITMETER_BUCKETS], double share);

#endif
