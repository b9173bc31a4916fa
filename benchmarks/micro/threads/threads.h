/* SPDX-License-Identifier: GPL-2.0 */
/* What the workloads for several CPUs share: a thread or process for each CPU. */
#ifndef MICRO_THREADS_H
#define MICRO_THREADS_H

/* The most that there can be. */
#define MAX_THREADS	16

/* stay_on_cpu - the @number'th CPU, beginning again when there are no more */
void stay_on_cpu(long number);

/**
 * threads_begin - start threads, each on its CPU
 * @nr: how many; the caller is none of them
 * @run: what each does, given its number, 1 and up
 */
void threads_begin(long nr, void (*run)(long number));

/* threads_end - wait until all have returned */
void threads_end(void);

#endif
