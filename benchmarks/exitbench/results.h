/* SPDX-License-Identifier: GPL-2.0 */
/* The files that a cell writes, as JSON. */
#ifndef EXITBENCH_RESULTS_H
#define EXITBENCH_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "workload.h"

/**
 * results_read - everything that was measured
 * @logs: folder with the files of L1, and in l2 those of L2
 * @workload: says at which points it was measured
 *
 * Return: a new object; what is missing is null in it.  It has "points" if the workload has.
 */
json_t *results_read(const char *logs, const struct workload *workload);

/**
 * results_status - a line key=value from the status files of L1 or L2
 * @value: receives it
 *
 * Return: false if neither has the key.
 */
bool results_status(const char *logs, const char *key, char *value, size_t size);

#endif
