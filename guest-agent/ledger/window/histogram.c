// SPDX-License-Identifier: GPL-2.0
#include "histogram.h"

int64_t histogram_exits(const int64_t buckets[KVM_EXITMETER_BUCKETS])
{
	int64_t sum = 0;
	unsigned int b;

	for (b = 1; b < KVM_EXITMETER_BUCKETS; b++)
		if (buckets[b] > 0)
			sum += buckets[b];
	return sum;
}

uint64_t histogram_below(const int64_t buckets[KVM_EXITMETER_BUCKETS], double share)
{
	int64_t all = histogram_exits(buckets), sum = 0;
	unsigned int b;

	for (b = 1; b < KVM_EXITMETER_BUCKETS && all; b++) {
		/* A net bucket can be short of an exit that the empty window had more. */
		if (buckets[b] > 0)
			sum += buckets[b];
		/* The last bucket has no end. */
		if (sum >= share * all)
			return b < KVM_EXITMETER_BUCKETS - 1 ? 1ull << b : UINT64_MAX;
	}
	return 0;
}
