/* SPDX-License-Identifier: GPL-2.0 */
/* What plays the physical machine of a cell. */
#ifndef EXITBENCH_PLATFORM_H
#define EXITBENCH_PLATFORM_H

#include <sys/types.h>

#include "job.h"

struct cell;

/* 1 January 2025; each seed begins on another day, at another second. */
#define PLATFORM_TIME0		1735689600l
#define PLATFORM_SEED_STEP	86461l

/* By KVM_EXITMETER_PAGING_*. */
#define PLATFORM_PAGING_MODES 2

/**
 * struct platform - one kind of machine
 * @name: in matrices and records
 * @summary: a line for readers
 * @module: KVM's vendor module
 * @parameter: of @module for each paging mode, by KVM_EXITMETER_PAGING_*
 * @cpu_model: as recorded
 * @max_memory: that L2 can have in its L1, MiB
 * @max_boots: how often to try to boot L1
 * @tools: programs that it needs, NULL-terminated
 * @start: start the machine in @dir, which holds "exchange.img" and receives
 *	"console.log"; @image holds boot.img and root.img.  Returns its process,
 *	the leader of a process group, and in @tty a descriptor to read from and
 *	throw away; or -1 with a message on stderr.
 */
struct platform {
	const char *name;
	const char *summary;
	const char *module;
	const char *parameter[PLATFORM_PAGING_MODES];
	const char *cpu_model;
	long max_memory;
	int max_boots;
	const char *const *tools;
	pid_t (*start)(const struct cell *cell, const char *image, const char *dir, int *tty);
};

extern const struct platform *const platforms[];

/* platform_find - by name; NULL if there is none. */
const struct platform *platform_find(const char *name);

/**
 * platform_check - is everything there that the platform needs?
 *
 * Return: 0, or -1 with a message on stderr that says what to install.
 */
int platform_check(const struct platform *p);

extern const struct platform platform_bochs_vmx;
extern const struct platform platform_tcg_svm;

#endif
