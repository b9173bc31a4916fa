/* SPDX-License-Identifier: GPL-2.0 */
/* Buckets of times: eight for each power of 2. In BPF as in user space. */
#ifndef EXITMETER_BUCKETS_H
#define EXITMETER_BUCKETS_H

/* Below 8 ns each has its own; the last one begins at 15/16 of 2^40 ns, 17 minutes. */
#define BUCKET_SUB_BITS	3
#define BUCKET_SUB	(1 << BUCKET_SUB_BITS)
#define BUCKETS		((40 - BUCKET_SUB_BITS + 1) * BUCKET_SUB)

/* bucket_log2 - the highest bit that is set, by halves: BPF has no instruction for it */
static inline unsigned int bucket_log2(unsigned long long value)
{
	unsigned int bit = 0;

	if (value >> 32) {
		value >>= 32;
		bit += 32;
	}
	if (value >> 16) {
		value >>= 16;
		bit += 16;
	}
	if (value >> 8) {
		value >>= 8;
		bit += 8;
	}
	if (value >> 4) {
		value >>= 4;
		bit += 4;
	}
	if (value >> 2) {
		value >>= 2;
		bit += 2;
	}
	return bit + (value >> 1 ? 1 : 0);
}

/* bucket_of - Return: below BUCKETS. */
static inline unsigned int bucket_of(unsigned long long ns)
{
	unsigned int power, bucket;

	if (ns < BUCKET_SUB)
		return ns;
	power = bucket_log2(ns);
	bucket = (power - BUCKET_SUB_BITS + 1) * BUCKET_SUB +
		 ((ns >> (power - BUCKET_SUB_BITS)) & (BUCKET_SUB - 1));
	return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/* bucket_least - the least time in a bucket, ns */
static inline unsigned long long bucket_least(unsigned int bucket)
{
	unsigned int power = bucket / BUCKET_SUB;

	if (!power)
		return bucket;
	return (unsigned long long)(BUCKET_SUB + bucket % BUCKET_SUB) << (power - 1);
}

#endif
