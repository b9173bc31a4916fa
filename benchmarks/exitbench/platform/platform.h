/* SPDX-License-Identifier: GPL-2.0 */
/* What plays the physical machine of a cell. */
#ifndef EXITBENCH_PLATFORM_H
#define EXITBENCH_PLATFORM_H

#include <stdbool.h>
#include <sys/types.h>

#include "cell/job.h"
#include "machine.h"
#include "need.h"
#include "record/facts/cpu.h"
#include "vendor.h"

struct cell;

/* The image, seen from the folder of a cell: emulators split paths at commas and blanks. */
#define PLATFORM_IMAGE		"image"

/* 1 January 2025; each seed begins on another day, at another second. */
#define PLATFORM_TIME0		1735689600l
#define PLATFORM_SEED_STEP	86461l

/**
 * struct platform - one kind of machine
 * @name: in matrices and records; what it is stands in benchmarks/platforms/NAME.platform
 * @vendor: of the virtualisation that its KVM uses; NULL for that of this machine
 * @cpus: that it can play, the default first; NULL if it has that of this machine
 * @max_memory: that L2 can have, MiB
 * @max_tries: how often to run a cell that the emulator spoils, see flaw.h
 * @memory: that one cell takes of this machine, MiB
 * @alone: does a cell need the machine for itself?
 * @in_folder: is a cell's folder L1, so that a disk can be put into it without L1's help?
 * @never_idle: does it use CPU time also when the machine that it plays waits?
 * @end_signal: ends it early
 * @tools: programs and files that it needs, NULL-terminated
 * @needs: all that it needs, NULL-terminated, what matters most first
 * @start: start the machine in @dir, which holds "exchange.img", of a cell that brings files
 *	its disk, and receives
 *	"console.log"; @image, an absolute path, holds boot.img, bzImage, root.img, bochs and
 *	bochs-smp, as does PLATFORM_IMAGE in @dir.  Returns its keeper, see detach.h, or -1 with
 *	a message on stderr.
 * @l1: for qemu_l1_start(), what it is to start; else NULL
 */
struct platform {
	const char *name;
	const struct vendor *vendor;
	const struct cpu *cpus;
	long max_memory;
	int max_tries;
	long memory;
	bool alone;
	bool in_folder;
	bool never_idle;
	int end_signal;
	const char *const *tools;
	const need_fn *needs;
	pid_t (*start)(const struct cell *cell, const char *image, const char *dir);
	const struct qemu_l1 *l1;
};

/* The best first. */
extern const struct platform *const platforms[];

/* platform_find - by name; NULL if there is none. */
const struct platform *platform_find(const char *name);

/* The word of a matrix for the best that works here. */
#define PLATFORM_AUTO	"auto"

/**
 * platform_auto - the best platform that works here
 *
 * Says on stderr, once, which that is and why none better.
 *
 * Return: NULL with a message if none works.
 */
const struct platform *platform_auto(void);

/* platform_vendor - of the KVM that its cells run on. */
const struct vendor *platform_vendor(const struct platform *p);

/* platform_is_native - do its cells run on this machine's own CPU? */
bool platform_is_native(const struct platform *p);

/* platform_spoils_cells - is it an emulator that spoils a cell now and then? */
static inline bool platform_spoils_cells(const struct platform *p)
{
	return p->max_tries > 1;
}

/* platform_works - is everything there that the platform needs? */
bool platform_works(const struct platform *p, struct lack *l);

/**
 * platform_check - the same, said on stderr
 *
 * Return: 0, or -1 with a message that says what to do.
 */
int platform_check(const struct platform *p);

extern const struct platform platform_host;
extern const struct platform platform_nested;
extern const struct platform platform_bochs_vmx;
extern const struct platform platform_bochs_svm;
extern const struct platform platform_tcg_svm;

#endif
