// SPDX-License-Identifier: GPL-2.0
/*
 * workload-wakeup: two processes wake each other through pipes, in turn; one
 * operation is one round trip, which is two wake-ups.
 *
 * On two CPUs each sleeps while the other works: a wake-up then is an IPI to a
 * CPU that is halted. On one CPU it is a context switch.
 */
#include <argp.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
	long rounds;
} options = { .rounds = 1000 };

static const struct argp_option table[] = {
	{ "rounds", 'n', "N", 0, "round trips", 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	char *end;

	if (key != 'n')
		return ARGP_ERR_UNKNOWN;
	options.rounds = strtol(arg, &end, 10);
	if (end == arg || *end || options.rounds < 0)
		argp_error(state, "\"%s\" is not a number", arg);
	return 0;
}

static void fail(const char *what) __attribute__((noreturn));

static void fail(const char *what)
{
	fprintf(stderr, "workload-wakeup: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void stay_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("stay on a CPU");
}

/* Pass a byte on, as often as there are rounds. */
static void pass_on(int from, int to)
{
	char byte = 0;
	long i;

	for (i = 0; i < options.rounds; i++)
		if (read(from, &byte, 1) != 1 || write(to, &byte, 1) != 1)
			fail("pass a byte on");
}

static void send_around(int from, int to)
{
	char byte = 0;
	long i;

	for (i = 0; i < options.rounds; i++)
		if (write(to, &byte, 1) != 1 || read(from, &byte, 1) != 1)
			fail("send a byte around");
}

int main(int argc, char **argv)
{
	static const struct argp argp = { table, parse, NULL,
		"Wake each other through pipes, on two CPUs if there are two.", NULL, NULL, NULL };
	int there[2], back[2], status, cpus = sysconf(_SC_NPROCESSORS_ONLN);
	pid_t other;

	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	if (pipe(there) || pipe(back))
		fail("pipe");
	other = fork();
	if (other < 0)
		fail("fork");
	if (!other) {
		stay_on(cpus > 1 ? 1 : 0);
		pass_on(there[0], back[1]);
		return 0;
	}
	stay_on(0);
	send_around(back[0], there[1]);
	if (waitpid(other, &status, 0) != other || status)
		fail("the other process");
	printf("%ld round trips on %d CPU%s\n", options.rounds, cpus > 1 ? 2 : 1,
	       cpus > 1 ? "s" : "");
	return 0;
}
