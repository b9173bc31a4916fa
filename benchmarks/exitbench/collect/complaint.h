/* SPDX-License-Identifier: GPL-2.0 */
/* What L2's kernel says that it should have had no reason to say. */
#ifndef EXITBENCH_COMPLAINT_H
#define EXITBENCH_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * complaint_find - look for a complaint of L2's kernel on its console
 * @logs: folder of the cell
 * @text: receives the first one, as a sentence
 *
 * A guest whose timer got lost, or that was starved, did not do the workload alone;
 * that its counts add up does not make it a measurement.
 *
 * Return: was there any?
 */
bool complaint_find(const char *logs, char *text, size_t size);

#endif
