/* SPDX-License-Identifier: GPL-2.0 */
/* A workload's points: a window each, and the cell's window as their sum. */
#ifndef EXITBENCH_POINTS_H
#define EXITBENCH_POINTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * points_read - what was measured at each point
 * @logs: folder with the files of L2 in l2
 * @points: as in the workload's file, words
 *
 * Return: a new array with an object for each point: "point", its word; "operations", what
 * points_operations() finds; "window" and "startup", and "output", all null if missing.
 * NULL if there are no points.
 */
json_t *points_read(const char *logs, const char *points);

/**
 * points_operations - what a program says that it did
 * @output: all that it printed; may be NULL
 *
 * Return: a new object, "number" and "what", from the one line "operations N WHAT"; null
 * if there is no such line, or more than one, or N is no number.
 */
json_t *points_operations(const char *output);

/**
 * points_sum - the windows of all points as one
 * @points: from points_read()
 * @key: "window" or "startup"
 * @command: the workload's, for the sum's "command"
 *
 * Ledgers are added value by value, those of the latches, too: what holds for each window
 * as a sum or a difference holds for theirs.  The longest interval is the longest of all.
 *
 * Return: a new window, or null if one is missing or can't be read.
 */
json_t *points_sum(const json_t *points, const char *key, const char *command);

/**
 * points_error - what is wrong with what the points measured
 * @points: from points_read(), all with a window
 * @text: receives a sentence
 *
 * Return: false if nothing is.
 */
bool points_error(const json_t *points, char *text, size_t size);

#endif
