// SPDX-License-Identifier: GPL-2.0
/*
 * workload-exit-primitive: the round trip of VM exits, one reason at a time,
 * timed in the guest's kernel by exit_primitives.ko; one operation is one exit.
 */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MODULE		"/lib/modules/exit_primitives.ko"
#define PRIMITIVES	"/proc/exit-primitives"

static const char doc[] =
	"Make the guest exit for one reason, N times, and print how many cycles of its TSC an "
	"exit took: shortest, median, 99th percentile, longest, mean. Loads " MODULE " if need "
	"be, and so must be root.\v"
	"EXAMPLES:\n"
	"  workload-exit-primitive --list\n"
	"  workload-exit-primitive cpuid 1000\n"
	"  workload-exit-primitive cpuid 1000 in-kernel 1000 fault 500\n"
	"  exitmeter stat -- workload-exit-primitive rdmsr 1000\n"
	"\n"
	"Exit status: 0 ok, 1 one of them could not be run, 2 bad usage.";

static struct {
	const char *module;
	int list;
	char **runs;	/* name, number, name, number ... */
	int nr_runs;
} options = { .module = MODULE };

static const struct argp_option table[] = {
	{ "list", 'l', NULL, 0, "list the names of the primitives and what they are", 0 },
	{ "module", 'm', "FILE", 0, "load this instead of " MODULE, 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case 'l':
		options.list = 1;
		break;
	case 'm':
		options.module = arg;
		break;
	case ARGP_KEY_ARGS:
		options.runs = state->argv + state->next;
		options.nr_runs = state->argc - state->next;
		break;
	case ARGP_KEY_END:
		if (options.nr_runs % 2)
			argp_error(state, "the last name has no number");
		if (!options.nr_runs && !options.list)
			argp_error(state, "give a name and a number, or --list");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const char *explain_load(int err)
{
	switch (err) {
	case EPERM:
		return "run it as root";
	case ENODEV:
		return "this is not a virtual machine";
	case ENOEXEC:
		return "it was built for another kernel";
	default:
		return strerror(err);
	}
}

static int load(void)
{
	int fd;

	if (!access(PRIMITIVES, F_OK))
		return 0;
	fd = open(options.module, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && !syscall(SYS_finit_module, fd, "", 0)) {
		close(fd);
		return 0;
	}
	fprintf(stderr, "workload-exit-primitive: load %s: %s\n", options.module,
		explain_load(errno));
	return -1;
}

static int open_primitives(void)
{
	int fd = open(PRIMITIVES, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fprintf(stderr, "workload-exit-primitive: open " PRIMITIVES ": %s%s\n",
			strerror(errno), errno == EACCES ? "; run it as root" : "");
	return fd;
}

/* What the module has to say: a result, or the list. */
static int print(int fd)
{
	char text[4096];
	ssize_t n;

	while ((n = read(fd, text, sizeof(text))) > 0)
		fwrite(text, 1, n, stdout);
	if (n < 0)
		fprintf(stderr, "workload-exit-primitive: read " PRIMITIVES ": %s\n",
			strerror(errno));
	fflush(stdout);
	return n < 0 ? -1 : 0;
}

static const char *explain(int err)
{
	switch (err) {
	case ENOENT:
		return "there is no such primitive; --list names them";
	case EINVAL:
		return "that is not a name and a number";
	case ERANGE:
		return "the number is out of range: 1 to 65536";
	case EOPNOTSUPP:
		return "this machine lacks what it takes; --list tells what it is";
	case ENOMEM:
		return "not enough memory; \"fault\" wants pages that were never touched: "
		       "ask for fewer, or give the guest more";
	default:
		return strerror(err);
	}
}

static int run(const char *name, const char *number)
{
	int fd = open_primitives(), n, err = -1;
	char command[64];

	if (fd < 0)
		return -1;
	/* What does not fit is no name that there is, and the module says so. */
	n = snprintf(command, sizeof(command), "%s %s", name, number);
	if (write(fd, command, n < (int)sizeof(command) ? n : (int)sizeof(command) - 1) >= 0) {
		err = print(fd);
		printf("operations %s exits\n", number);
	} else {
		fprintf(stderr, "workload-exit-primitive: %s %s: %s\n", name, number,
			explain(errno));
	}
	close(fd);
	return err;
}

static int list(void)
{
	int fd = open_primitives(), err;

	if (fd < 0)
		return -1;
	err = print(fd);
	close(fd);
	return err;
}

int main(int argc, char **argv)
{
	static const struct argp argp = { table, parse, "NAME N [NAME N ...]", doc,
		NULL, NULL, NULL };
	int i, err = 0;

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	if (load())
		return 1;
	if (options.list)
		return list() ? 1 : 0;
	for (i = 0; i < options.nr_runs && !err; i += 2)
		err = run(options.runs[i], options.runs[i + 1]);
	return err ? 1 : 0;
}
