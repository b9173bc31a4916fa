/* SPDX-License-Identifier: GPL-2.0 */
/* What a matrix may vary beside platform, paging mode, workload and seed. */
#ifndef EXITBENCH_SETTING_H
#define EXITBENCH_SETTING_H

#include <stddef.h>

#include "cell/job.h"

enum setting_index {
#define X(key) SETTING_##key,
	JOB_SETTINGS(X)
#undef X
	SETTING_NR
};

/**
 * struct setting
 * @name: in matrices, records, and jobs
 * @offset: of its value in struct job
 * @initial: the value of a cell whose matrix says nothing
 * @values: the words it can have, NULL-terminated, beside numbers if @max is not 0; NULL for
 *	a number or a name
 * @min: smallest number
 * @max: largest number; 0 if the value is a word or a name
 * @summary: a line for readers
 */
struct setting {
	const char *name;
	size_t offset;
	const char *initial;
	const char *const *values;
	long min;
	long max;
	const char *summary;
};

extern const struct setting settings[SETTING_NR];

/**
 * setting_check - may a setting have this value?
 * @where: for the message
 *
 * Return: 0, or -1 with a message on stderr.
 */
int setting_check(const struct setting *s, const char *where, const char *value);

#endif
