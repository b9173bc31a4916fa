/* SPDX-License-Identifier: GPL-2.0 */
/* What L1 and L2 wrote down of how they fared, lines KEY=VALUE. */
#ifndef EXITBENCH_STATUS_H
#define EXITBENCH_STATUS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * status_find - a line from the status files of L1 or L2
 * @logs: folder of the cell
 * @value: receives it
 *
 * Return: false if neither has the key.
 */
bool status_find(const char *logs, const char *key, char *value, size_t size);

#endif
