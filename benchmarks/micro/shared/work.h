/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the workloads of one mechanism share: options that are numbers, failing, and the
 * line about how much was done.
 */
#ifndef MICRO_WORK_H
#define MICRO_WORK_H

#include <stddef.h>

#define PAGE	4096l

/**
 * struct work_option - a number on the command line
 * @name: --name=N
 * @value: receives it; holds the default
 * @min: smallest that is accepted
 * @text: for --help
 */
struct work_option {
	const char *name;
	long *value;
	long min;
	const char *text;
};

/**
 * struct work - a program
 * @doc: what it does, in a sentence or two, for --help
 * @operation: what one operation is, in the plural
 * @options: ended by a NULL name
 */
struct work {
	const char *doc;
	const char *operation;
	const struct work_option *options;
};

/**
 * work_parse - read the command line
 *
 * A number may end in K or M, for 1024 and its square.  A mistake ends the program with
 * status 2.
 */
void work_parse(const struct work *work, int argc, char **argv);

/* work_limit - end the program if a number is larger than what there is room for */
void work_limit(const char *name, long value, long max);

/* work_done - say how many operations were done, for the record */
void work_done(const struct work *work, long operations);

/* work_fail - end the program with status 1, saying what failed and errno's text */
void work_fail(const char *what) __attribute__((noreturn));

/**
 * work_pages - memory in pages of 4 KiB, none of them touched yet
 * @nr: pages; 0 for none
 *
 * Return: its beginning, page-aligned; NULL for @nr 0.
 */
char *work_pages(long nr);

/* work_touch - write to each of @nr pages */
void work_touch(char *pages, long nr);

/* work_wait - wait for a child, or with -1 for any, which must have ended with status 0 */
void work_wait(int pid);

#endif
