// SPDX-License-Identifier: GPL-2.0
/*
 * How long a copy of a ledger keeps interrupts off, where it is made by an interrupt: the
 * series' own code, on two CPUs of this machine. The one that a vCPU would run on has written
 * to all lines of the ledger and copies it; the other has read the copy before, as a latch
 * does, so that each line of it has to come from there.
 *
 * A thread of a program can be interrupted itself. So many are timed, and what most of them
 * took is told beside the longest.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "exitmeter_ledger.h"

#define COPIES	20000

u64 test_rdtsc(void)
{
	return __builtin_ia32_rdtsc();
}

u64 test_rdtsc_ordered(void)
{
	__asm__ volatile("lfence" : : : "memory");
	return __builtin_ia32_rdtsc();
}

/* What is copied: rows, and bytes of histograms or keys. The sizes are ABI.md's. */
static const struct {
	const char *what;
	unsigned int rows;
	size_t detail;
} cases[] = {
	{ "VMX", 101, 0 },
	{ "SVM", 57, 0 },
	{ "VMX with histograms", 101, 101 * 256 },
	{ "VMX with histograms and keys", 101, 101 * 256 + (101 + 1024) * 24 },
};

struct memory {
	struct kvm_exitmeter *m;
	char *detail;
};

static struct memory src, dst;
static size_t detail_size;
/* Odd: the copy is to be read by the other CPU. */
static atomic_uint turn;
static volatile u64 sink;

static void pin(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set)) {
		fprintf(stderr, "copy-time: CPU %u: %s; two CPUs are needed\n", cpu, strerror(errno));
		exit(1);
	}
}

static struct memory allocate(unsigned int rows, size_t detail)
{
	size_t size = sizeof(struct kvm_exitmeter) + rows * sizeof(struct kvm_exitmeter_row);
	struct memory out = { aligned_alloc(64, size), aligned_alloc(64, detail + 64) };

	if (!out.m || !out.detail) {
		fprintf(stderr, "copy-time: no memory\n");
		exit(1);
	}
	memset(out.m, 0, size);
	memset(out.detail, 0, detail + 64);
	out.m->rows = (struct kvm_exitmeter_row *)(out.m + 1);
	out.m->nr_rows = rows;
	return out;
}

/* Who latched adds the copy up: reads all of it. */
static void *reader(void *unused)
{
	unsigned int i;
	size_t b;
	u64 sum;

	(void)unused;
	pin(0);
	for (i = 0; i < COPIES; i++) {
		while (atomic_load(&turn) != 2 * i + 1)
			cpu_relax();
		sum = dst.m->now;
		for (b = 0; b < dst.m->nr_rows; b++)
			sum += dst.m->rows[b].cycles[0];
		for (b = 0; b < detail_size; b += 64)
			sum += dst.detail[b];
		sink = sum;
		atomic_store(&turn, 2 * i + 2);
	}
	return NULL;
}

/* An exit for each reason, by the series' own code. */
static void run_guest(void)
{
	unsigned int i;

	for (i = 0; i + 1 < src.m->nr_rows; i++) {
		kvm_exitmeter_enter(src.m);
		kvm_exitmeter_leave(src.m);
		kvm_exitmeter_exit(src.m, i);
	}
	memset(src.detail, i, detail_size);
}

static bool copy(void)
{
	struct kvm_exitmeter_version v;

	if (!kvm_exitmeter_copy_begin(dst.m, src.m, &v))
		return false;
	kvm_exitmeter_copy_rows(dst.m, src.m, &v);
	memcpy(dst.detail, src.detail, detail_size);
	return kvm_exitmeter_copy_end(dst.m, src.m, &v, false);
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* Cycles of the TSC in a microsecond. */
static double calibrate(void)
{
	struct timespec from, to;
	u64 begin, end;
	double us;

	clock_gettime(CLOCK_MONOTONIC, &from);
	begin = rdtsc_ordered();
	do {
		end = rdtsc_ordered();
		clock_gettime(CLOCK_MONOTONIC, &to);
		us = (to.tv_sec - from.tv_sec) * 1e6 + (to.tv_nsec - from.tv_nsec) / 1e3;
	} while (us < 200000);
	return (end - begin) / us;
}

static void measure(size_t c, double per_us)
{
	static u64 took[COPIES];
	pthread_t thread;
	unsigned int i;
	u64 begin;

	src = allocate(cases[c].rows, cases[c].detail);
	dst = allocate(cases[c].rows, cases[c].detail);
	detail_size = cases[c].detail;
	atomic_store(&turn, 0);
	kvm_exitmeter_start(src.m, &src.m->rows[cases[c].rows - 1]);

	errno = pthread_create(&thread, NULL, reader, NULL);
	if (errno) {
		perror("copy-time: thread");
		exit(1);
	}
	pin(1);
	for (i = 0; i < COPIES; i++) {
		run_guest();
		begin = rdtsc_ordered();
		if (!copy()) {
			fprintf(stderr, "copy-time: a copy of a ledger at rest is not good\n");
			exit(1);
		}
		took[i] = rdtsc_ordered() - begin;
		atomic_store(&turn, 2 * i + 1);
		while (atomic_load(&turn) != 2 * i + 2)
			cpu_relax();
	}
	pthread_join(thread, NULL);

	qsort(took, COPIES, sizeof(took[0]), compare);
	printf("| %s | %zu | %.1f | %.1f | %.1f | %.1f |\n", cases[c].what,
	       sizeof(*src.m) + cases[c].rows * sizeof(*src.m->rows) + detail_size,
	       took[0] / per_us, took[COPIES / 2] / per_us, took[COPIES / 100 * 99] / per_us,
	       took[COPIES - 1] / per_us);
	free(src.m);
	free(src.detail);
	free(dst.m);
	free(dst.detail);
}

int main(void)
{
	double per_us = calibrate();
	size_t c;

	printf("| ledger | bytes | least, µs | median | 99 %% | longest, this thread's own interruptions included |\n"
	       "|---|---|---|---|---|---|\n");
	for (c = 0; c < sizeof(cases) / sizeof(cases[0]); c++)
		measure(c, per_us);
	return 0;
}
