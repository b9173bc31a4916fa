// SPDX-License-Identifier: GPL-2.0
#include "detach.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

pid_t detach_fork(int end_signal)
{
	pid_t pid, parent = getpid();
	int nothing;

	pid = fork();
	if (pid < 0)
		fprintf(stderr, "exitbench: start a process: %s\n", strerror(errno));
	if (pid)
		return pid;
	setsid();
	prctl(PR_SET_PDEATHSIG, end_signal);
	/* It may have ended before it was asked for. */
	nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (getppid() != parent || dup2(nothing, 0) < 0)
		_exit(127);
	return 0;
}

void detach_output(int fd, const char *file)
{
	int log = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (log < 0 || dup2(log, fd) < 0)
		_exit(127);
}
