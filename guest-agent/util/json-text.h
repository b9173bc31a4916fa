/* SPDX-License-Identifier: GPL-2.0 */
/* JSON as text that people, diff and git can read. */
#ifndef EXITBENCH_JSON_TEXT_H
#define EXITBENCH_JSON_TEXT_H

#include <jansson.h>

/**
 * json_text - a line a value, but numbers in rows
 *
 * Arrays of numbers, and arrays of these, take one line: a table has a line a row.
 *
 * Return: to be freed; NULL for want of memory.
 */
char *json_text(const json_t *json);

#endif
