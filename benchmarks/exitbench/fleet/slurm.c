// SPDX-License-Identifier: GPL-2.0
#include "slurm.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/memory.h"
#include "slurm-feature.h"

struct slurm_queued {
	char *script;
	long index;
	bool running;
};

/* The child's side: standard error stays, for Slurm's programs say well what is wrong. */
static void execute(char *const argv[], int out)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(out, 1) >= 0)
		execvp(argv[0], argv);
	warnx("%s: %s; a fleet needs Slurm's programs, on Debian: apt install "
	      "slurm-client",
	      argv[0], strerror(errno));
	_exit(127);
}

static char *read_all(int fd)
{
	FILE *f = fdopen(fd, "r");
	char *text = NULL;
	size_t size = 0;

	if (!f) {
		close(fd);
		return NULL;
	}
	if (getdelim(&text, &size, '\0', f) < 0) {
		free(text);
		text = ferror(f) ? NULL : memory_printf("%s", "");
	}
	fclose(f);
	return text;
}

/* What a program prints, to be freed; NULL with a message if it fails. */
static char *output_of(char *const argv[])
{
	char *text = NULL;
	int fds[2], status = -1;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC)) {
		warnx("%s: make a pipe: %s", argv[0], strerror(errno));
		return NULL;
	}
	pid = fork();
	if (!pid)
		execute(argv, fds[1]);
	close(fds[1]);
	if (pid < 0) {
		warnx("start %s: %s", argv[0], strerror(errno));
		close(fds[0]);
		return NULL;
	}
	text = read_all(fds[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (text && WIFEXITED(status) && !WEXITSTATUS(status))
		return text;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 127)
		warnx("%s failed; is this a machine of the cluster, and does "
		      "its controller run? 'scontrol ping' tells",
		      argv[0]);
	free(text);
	return NULL;
}

static int compare(const void *a, const void *b)
{
	const struct slurm_queued *x = a, *y = b;
	int order = strcmp(x->script, y->script);

	if (order)
		return order;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* A line is INDEX|STATE|SCRIPT; the script comes last, for it may have any character. */
static void read_task(struct slurm_queue *q, const char *line)
{
	char state[32];
	int script = 0;
	long index;

	/* What is no array has N/A for an index, and is not ours. */
	if (sscanf(line, "%ld|%31[^|]|%n", &index, state, &script) != 2 || !script)
		return;
	q->tasks = memory_grow(q->tasks, q->nr, sizeof(*q->tasks));
	q->tasks[q->nr].script = memory_printf("%s", line + script);
	q->tasks[q->nr].index = index;
	q->tasks[q->nr++].running = !!strcmp(state, "PENDING");
}

int slurm_queue_read(struct slurm_queue *q)
{
	char *const argv[] = {
		"squeue", "--noheader", "--array", "--me", "--format=%K|%T|%o", NULL
	};
	char *text, *line, *save = NULL;

	memset(q, 0, sizeof(*q));
	text = output_of(argv);
	if (!text)
		return -1;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		read_task(q, line);
	free(text);
	if (q->nr)
		qsort(q->tasks, q->nr, sizeof(*q->tasks), compare);
	return 0;
}

enum slurm_state slurm_queue_find(const struct slurm_queue *q, const char *script, long index)
{
	const struct slurm_queued key = { .script = (char *)script, .index = index };
	const struct slurm_queued *task;

	task = q->nr ? bsearch(&key, q->tasks, q->nr, sizeof(key), compare) : NULL;
	if (!task)
		return SLURM_GONE;
	return task->running ? SLURM_RUNNING : SLURM_QUEUED;
}

void slurm_queue_free(struct slurm_queue *q)
{
	size_t i;

	for (i = 0; i < q->nr; i++)
		free(q->tasks[i].script);
	free(q->tasks);
	memset(q, 0, sizeof(*q));
}

long slurm_max_array(void)
{
	char *const argv[] = { "scontrol", "show", "config", NULL };
	char *text = output_of(argv), *at;
	long max = SLURM_MAX_ARRAY;

	if (!text)
		return -1;
	at = strstr(text, "MaxArraySize");
	if (at)
		sscanf(at, "MaxArraySize = %ld", &max);
	free(text);
	/* 0 is how an administrator forbids arrays, 1 allows the index 0 alone. */
	if (max > 0)
		return max;
	warnx("this cluster allows no job arrays (MaxArraySize = %ld in "
	      "slurm.conf)",
	      max);
	return -1;
}

static void add_cpu(char ***cpus, size_t *nr, const char *word)
{
	size_t i;

	for (i = 0; i < *nr; i++)
		if (!strcmp((*cpus)[i], word))
			return;
	*cpus = memory_grow(*cpus, *nr, sizeof(char *));
	(*cpus)[(*nr)++] = memory_printf("%s", word);
}

/* Does a node have the feature? Then its CPU's word is added. */
static bool look_at_node(char *features, const char *feature, char ***cpus, size_t *nr_cpus)
{
	const char *cpu = SLURM_CPU "unknown";
	char *word, *save = NULL;
	bool has = false;

	for (word = strtok_r(features, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
		has |= !strcmp(word, feature);
		if (!strncmp(word, SLURM_CPU, strlen(SLURM_CPU)))
			cpu = word;
	}
	if (has)
		add_cpu(cpus, nr_cpus, cpu);
	return has;
}

long slurm_cpus(const char *feature, char ***cpus, size_t *nr_cpus)
{
	char *const argv[] = { "sinfo", "--noheader", "--Node", "--format=%b", NULL };
	char *text = output_of(argv), *line, *save = NULL;
	long nodes = 0;

	*cpus = NULL;
	*nr_cpus = 0;
	if (!text)
		return -1;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		nodes += look_at_node(line, feature, cpus, nr_cpus);
	free(text);
	return nodes;
}

char *slurm_submit(const char *script)
{
	char *const argv[] = { "sbatch", "--parsable", (char *)script, NULL };
	char *text = output_of(argv);

	/* JOB, or JOB;CLUSTER. */
	if (text)
		text[strcspn(text, ";\n")] = '\0';
	return text;
}
