/* SPDX-License-Identifier: GPL-2.0 */
/* The process of a cell, which has no terminal. */
#ifndef EXITBENCH_DETACH_H
#define EXITBENCH_DETACH_H

#include <sys/types.h>

/**
 * detach_fork - fork, with a session of its own for the child
 * @end_signal: what the child gets should this process end before it
 *
 * Return: as fork(); -1 with a message on stderr.
 */
pid_t detach_fork(int end_signal);

/* detach_output - send a descriptor to a file, made anew; ends the child if it can't. */
void detach_output(int fd, const char *file);

#endif
