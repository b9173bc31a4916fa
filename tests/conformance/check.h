/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks and how they tell what they found: Test Anything Protocol on standard
 * output, a point for each check.
 */
#ifndef CONFORMANCE_CHECK_H
#define CONFORMANCE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "meter/abi.h"

#define NELEMS(array) (sizeof(array) / sizeof((array)[0]))

/**
 * struct check - one point of the suite
 * @name: what the ABI promises, in a few words
 * @run: calls want() and its like; without any complaint the check is passed
 */
struct check {
	const char *name;
	void (*run)(void);
};

/**
 * struct group - checks that need the same machine
 * @name: for the command line
 * @summary: a line for --list
 * @metered: the meter must be there, or all checks fail at once
 * @excuse: why the checks can't be made on this machine, NULL if they can; may
 *	be NULL
 * @begin: number of the check to begin with, when the group goes on after the
 *	machine was started again; NULL for a group that does not
 */
struct group {
	const char *name;
	const char *summary;
	bool metered;
	const char *(*excuse)(void);
	size_t (*begin)(void);
	const struct check *checks;
	size_t nr_checks;
};

extern const struct group group_leaves, group_reasons, group_latch, group_detail, group_smp,
	group_flood, group_edition1, group_edition2, group_edition3, group_cpl0, group_hidden,
	group_hotplug, group_restart;

/* What a check says.  Each takes printf()'s format. */

/* fail - something is not as it must be; the first few of a check are printed */
void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* skip - the check can't be made; what failed before still counts */
void skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* note - a figure to be shown with the result, good or bad */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* want - fail, unless what was read is what was wanted; returns whether it is */
bool want(uint64_t read, uint64_t wanted, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* want_that - fail, unless the condition is true; returns it */
bool want_that(bool condition, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* want_regs - fail, unless all four registers are as wanted */
bool want_regs(struct abi_regs read, struct abi_regs wanted, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* check_failing - has the check that is being made failed already? */
bool check_failing(void);

/* check_forget - in a process just forked: what failed so far is not its own */
void check_forget(void);

/**
 * check_plan - announce the number of points, if it was not announced before
 * @points: of all the groups that will be run
 */
void check_plan(size_t points);

/**
 * check_run - run the checks of a group
 * @first: number of the first check to run
 *
 * Return: whether all points of this program are good so far.
 */
bool check_run(const struct group *group, size_t first);

/**
 * struct check_progress - what is needed to go on in another process
 * @points: printed so far
 * @failed: those of them that are not ok
 * @text: all that was printed
 */
#define CHECK_TEXT_SIZE 32768
struct check_progress {
	uint32_t points;
	uint32_t failed;
	char text[CHECK_TEXT_SIZE];
};

/* The program's progress; also what it goes on from, see check_resume(). */
void check_progress(struct check_progress *progress);

/* check_resume - print what another process had printed, and go on from there */
void check_resume(const struct check_progress *progress);

#endif
