/* SPDX-License-Identifier: GPL-2.0 */
/* Processes that this one starts do not outlive it: they would write on into what is another's then. */
#ifndef EXITREPORT_CHILD_H
#define EXITREPORT_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * child_ends_with - in a child: end when the parent does, however that is
 * @parent: getpid() before fork()
 *
 * Return: false if it has ended already.
 */
bool child_ends_with(pid_t parent);

/**
 * child_start - start a program that ends when this process does
 * @words: its name, which is looked for in PATH, and its arguments; NULL ends them
 * @in: file descriptor of its standard input
 * @out: and of its standard output
 *
 * Return: its pid, to be waited for; or -1 with errno, ENOENT if there is no such program.
 */
pid_t child_start(char *const words[], int in, int out);

#endif
