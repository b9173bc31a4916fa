// SPDX-License-Identifier: GPL-2.0
/*
 * workload-compile: compile C sources, some at a time, as make does; one operation is one
 * source.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/work.h"

#define COMPILER	"tcc"
#define SOURCES		"/usr/src/*.i"

static long jobs = 1, times = 1;

static const struct work_option options[] = {
	{ "jobs", &jobs, 1, "compilers at a time" },
	{ "times", &times, 0, "how often to compile all of " SOURCES },
	{ 0 },
};

static const struct work work = {
	.doc = "Compile C sources.",
	.operation = "sources",
	.options = options,
};

static void start(const char *source, size_t number)
{
	char object[64];
	pid_t child = fork();

	if (child < 0)
		work_fail("fork");
	if (child)
		return;
	snprintf(object, sizeof(object), "/run/compiled-%zu.o", number);
	execlp(COMPILER, COMPILER, "-c", "-o", object, source, NULL);
	perror(COMPILER);
	_exit(127);
}

static void compile_all(const glob_t *sources)
{
	long running = 0;
	size_t i;

	for (i = 0; i < sources->gl_pathc; i++) {
		if (running == jobs) {
			work_wait(-1);
			running--;
		}
		start(sources->gl_pathv[i], i);
		running++;
	}
	for (; running; running--)
		work_wait(-1);
}

int main(int argc, char **argv)
{
	glob_t sources;
	long i;

	work_parse(&work, argc, argv);
	if (glob(SOURCES, GLOB_ERR, NULL, &sources))
		work_fail("find " SOURCES);
	for (i = 0; i < times; i++)
		compile_all(&sources);
	work_done(&work, times * sources.gl_pathc);
	globfree(&sources);
	return 0;
}
