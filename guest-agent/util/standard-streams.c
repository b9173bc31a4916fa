// SPDX-License-Identifier: GPL-2.0
#include "standard-streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int status_if_lost;

static void finish(void)
{
	/* Sticks from an earlier write on. */
	int lost = ferror(stdout);

	errno = 0;
	lost |= fclose(stdout);
	if (!lost)
		lost = ferror(stderr);
	else
		fprintf(stderr, "%s: write standard output: %s\n", program_invocation_short_name,
			errno ? strerror(errno) : "not all of it was written");
	if (lost)
		_exit(status_if_lost);
}

void standard_streams_begin(int status)
{
	int fd;

	/* The wrong way round, so that who uses one that was closed is told. */
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(status);
	status_if_lost = status;
	atexit(finish);
}
