// SPDX-License-Identifier: GPL-2.0
/*
 * workload-repeat: run a command again and again, as a script does; one
 * operation is one fork, exec and exit.
 *
 * usage: workload-repeat N COMMAND [ARG...]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(char **argv)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0) {
		fprintf(stderr, "workload-repeat: %s: %s\n", argv[0], strerror(errno));
		return 1;
	}
	if (status)
		fprintf(stderr, "workload-repeat: %s: status %#x\n", argv[0], status);
	return status != 0;
}

int main(int argc, char **argv)
{
	long n = argc > 2 ? strtol(argv[1], NULL, 10) : 0;

	if (n < 1) {
		fprintf(stderr, "usage: workload-repeat N COMMAND [ARG...]\n");
		return 2;
	}
	while (n--)
		if (run(argv + 2))
			return 1;
	return 0;
}
