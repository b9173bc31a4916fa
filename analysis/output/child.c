// SPDX-License-Identifier: GPL-2.0
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

bool child_ends_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return getppid() == parent;
}

/*
 * vfork(): to copy the page tables of a process that holds a run takes longer than many a
 * program does; and posix_spawn() can't ask for the signal.
 */
pid_t child_start(char *const words[], int in, int out)
{
	const pid_t parent = getpid();
	volatile int err = 0;
	const pid_t pid = vfork();

	if (!pid) {
		if (child_ends_with(parent) && dup2(in, STDIN_FILENO) >= 0 &&
		    dup2(out, STDOUT_FILENO) >= 0)
			execvp(words[0], words);
		err = errno;
		_exit(1);
	}
	if (pid > 0 && err) {
		waitpid(pid, NULL, 0);
		errno = err;
		return -1;
	}
	return pid;
}
