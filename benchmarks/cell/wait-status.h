/* SPDX-License-Identifier: GPL-2.0 */
/* How a process ended, in words. */
#ifndef CELL_WAIT_STATUS_H
#define CELL_WAIT_STATUS_H

#include <stddef.h>

/**
 * wait_status_text - what wait() tells, as the end of a sentence
 * @status: as wait() has it
 * @text: receives "ended with status 127: no such program", "was killed by signal 9
 *	(Killed)" and the like
 *
 * Return: @text.
 */
const char *wait_status_text(int status, char *text, size_t size);

#endif
