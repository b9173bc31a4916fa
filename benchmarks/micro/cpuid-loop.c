// SPDX-License-Identifier: GPL-2.0
/*
 * workload-cpuid-loop: the round trip of a CPUID exit, seen from the guest; one
 * operation is one CPUID.
 *
 * usage: workload-cpuid-loop N
 */
#include <cpuid.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <x86intrin.h>

static uint64_t round_trip(void)
{
	unsigned int eax, ebx, ecx, edx;
	uint64_t begin = __rdtsc();

	__cpuid(0, eax, ebx, ecx, edx);
	return __rdtsc() - begin;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	long n = argc == 2 ? strtol(argv[1], NULL, 10) : 0, i;
	uint64_t *cycles = n > 0 ? calloc(n, sizeof(*cycles)) : NULL;

	if (!cycles) {
		fprintf(stderr, "usage: workload-cpuid-loop N\n");
		return 2;
	}
	for (i = 0; i < n; i++)
		cycles[i] = round_trip();
	qsort(cycles, n, sizeof(*cycles), by_value);
	printf("cpuid round trip, cycles: min %llu median %llu p99 %llu\n",
	       (unsigned long long)cycles[0], (unsigned long long)cycles[n / 2],
	       (unsigned long long)cycles[n * 99 / 100]);
	free(cycles);
	return 0;
}
