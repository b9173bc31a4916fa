/* SPDX-License-Identifier: GPL-2.0 */
/* In front of the agent's sources: CPUID answers what the fuzzer says. */
#ifndef TESTS_FUZZ_CPUID_H
#define TESTS_FUZZ_CPUID_H

#include <cpuid.h>
#include <stdint.h>

void fuzz_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t regs[4]);

#undef __cpuid_count
#define __cpuid_count(leaf, subleaf, a, b, c, d)		\
	do {							\
		uint32_t fuzzed[4];				\
		fuzz_cpuid(leaf, subleaf, fuzzed);		\
		(a) = fuzzed[0];				\
		(b) = fuzzed[1];				\
		(c) = fuzzed[2];				\
		(d) = fuzzed[3];				\
	} while (0)

#endif
