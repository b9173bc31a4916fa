/* SPDX-License-Identifier: GPL-2.0 */
/* Processes that this one starts do not outlive it: they would write on into what is another's then. */
#ifndef EXITREPORT_CHILD_H
#define EXITREPORT_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <unistd.h>

/**
 * child_ends_with - in a child: end when the parent does, however that is
 * @parent: getpid() before fork()
 *
 * Return: false if it has ended already.
 */
static inline bool child_ends_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return getppid() == parent;
}

#endif
