// SPDX-License-Identifier: GPL-2.0
/* exitbench exec: a command of the user's, in both paging modes, and the comparison. */
#include <argp.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "exitbench/exec/command-line.h"
#include "exitbench/matrix/matrix.h"
#include "exitbench/payload/payload.h"
#include "exitbench/runner/runner.h"
#include "record/run-dir.h"
#include "util/memory.h"
#include "util/place.h"
#include "util/text.h"

#define DEFAULT_IMAGE		"build/image"
#define DEFAULT_PLATFORM	"bochs-vmx"
#define DEFAULT_RUNS		"data/exec"
#define DEFAULT_TIMEOUT		240
/* A folder for each call, as long as none is named. */
#define MOST_RUNS		100000
#define MOST_SEEDS		64

/* What starts a command whose words a job can't say. */
#define SCRIPT			"/.command"
#define SCRIPT_COMMAND		"/bin/busybox sh " SCRIPT

#define BOTH			"both"

enum {
	KEY_CPU = 256, KEY_PAGING, KEY_SEEDS, KEY_SETTING, KEY_TIMEOUT, KEY_NAME, KEY_KEEP_WORK
};

static const char doc[] =
	"Run a command of your own in a fresh L2 in both paging modes, print what it printed "
	"and the comparison, and keep the records.\v"
	"COMMAND is a program, statically or dynamically linked, or a script; it is looked for in "
	"PATH. In L2 there are the program, its libraries, the script's interpreter, and what "
	"--file names, and nothing else: a program that COMMAND starts must be named, too. All is "
	"where it is here, but for relative names: the working folder is the root there. "
	"The environment is PATH=/bin and HOME=/run, the user is root, standard input is empty, "
	"and the disk has 64 MiB, of which files may fill 56. All files are in memory when the "
	"command begins.\n\n"
	"The window has what 'exitmeter stat' in L2 would say: the start of the command, its "
	"work, and its end.\n\n"
	"Standard output has the command's output and the comparison, standard error what goes on. "
	"Exit status: 0 the command succeeded in all cells, 1 it did not in some, 2 it could not "
	"be measured, 128+N ended by signal N.\n\n"
	"EXAMPLES\n"
	"  exitbench exec -- ./my-program --option\n"
	"  exitbench exec --file data.csv -- sort -n data.csv\n"
	"  exitbench exec --file sort --file uniq -- ./count.sh\n"
	"  exitbench exec --seeds 6 -- perl -e 'fork ? wait : exit for 1 .. 100'\n"
	"  exitbench exec --cpu haswell --setting hugepages=off -- ./my-program\n"
	"  exitreport compare data/exec/my-program.1 data/exec/my-program.2\n";

static const struct argp_option options[] = {
	{ "file", 'f', "FILE", 0,
	  "bring a file, a folder with all that is in it, or a program that is in PATH; again for "
	  "more", 0 },
	{ "platform", 'p', "NAME", 0,
	  "what plays the machine (" DEFAULT_PLATFORM "); " PLATFORM_AUTO " takes the best that "
	  "works here", 0 },
	{ "cpu", KEY_CPU, "NAME", 0, "the CPU that it plays; 'exitbench list' names them", 0 },
	{ "paging", KEY_PAGING, "MODE", 0, "tdp, shadow, or both (both)", 0 },
	{ "seeds", KEY_SEEDS, "N", 0, "measure N times in each mode, from different seeds (1)", 0 },
	{ "setting", KEY_SETTING, "NAME=VALUE", 0,
	  "what a matrix may vary, such as memory=512; 'exitbench list' names them", 0 },
	{ "timeout", KEY_TIMEOUT, "SECONDS", 0, "that a cell may take here (240)", 0 },
	{ "name", KEY_NAME, "NAME", 0, "of the workload in records (that of the program)", 0 },
	{ "output", 'o', "RUN", 0,
	  "folder of the run (a new one, " DEFAULT_RUNS "/NAME.N)", 0 },
	{ "jobs", 'j', "N", 0, "emulators at a time (one for each core)", 0 },
	{ "image", 'i', "DIR", 0, "folder of the image (" DEFAULT_IMAGE ")", 0 },
	{ "keep-work", KEY_KEEP_WORK, NULL, 0, "keep the emulator's files of each cell", 0 },
	{ 0 },
};

/**
 * struct arguments
 * @words: of the matrix
 * @seeds: room for its seeds
 * @name: of the workload; NULL for that of the program
 * @command: NULL-terminated
 */
struct arguments {
	struct runner_options runner;
	struct matrix_words words;
	char seeds[CONFIG_VALUE_SIZE];
	const char *name;
	long timeout;
	char **file;
	size_t nr_files;
	char **command;
};

/* NAME=VALUE, which an equal setting before it gives way to. */
static void take_setting(struct arguments *a, char *text)
{
	const struct setting *s;
	char *value = strchr(text, '=');

	if (value)
		*value++ = '\0';
	s = setting_find(text);
	if (!value || !s) {
		warnx("--setting %s: is not NAME=VALUE of a setting; 'exitbench list' names them",
		      text);
		exit(EXIT_UNUSABLE);
	}
	a->words.settings[s - settings] = value;
}

static void take_paging(struct arguments *a, const char *mode)
{
	a->words.paging = strcmp(mode, BOTH) ? mode : "tdp shadow";
	if (strcmp(mode, BOTH) && strcmp(mode, "tdp") && strcmp(mode, "shadow")) {
		warnx("--paging %s: is not one of: tdp shadow " BOTH, mode);
		exit(EXIT_UNUSABLE);
	}
}

static long number(const char *option, const char *text, long max)
{
	long n = config_number("command line", option, text, 1, max);

	if (n < 0)
		exit(EXIT_UNUSABLE);
	return n;
}

static void take_seeds(struct arguments *a, const char *text)
{
	long n = number("--seeds", text, MOST_SEEDS), i;
	size_t used = 0;

	for (i = 1; i <= n; i++)
		used += snprintf(a->seeds + used, sizeof(a->seeds) - used, "%ld ", i);
	a->words.seeds = a->seeds;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'f':
		a->file = memory_grow(a->file, a->nr_files, sizeof(*a->file));
		a->file[a->nr_files++] = arg;
		break;
	case 'p':
		a->words.platforms = arg;
		break;
	case KEY_CPU:
		a->words.settings[SETTING_cpu] = arg;
		break;
	case KEY_PAGING:
		take_paging(a, arg);
		break;
	case KEY_SEEDS:
		take_seeds(a, arg);
		break;
	case KEY_SETTING:
		take_setting(a, arg);
		break;
	case KEY_TIMEOUT:
		a->timeout = number("--timeout", arg, 86400);
		break;
	case KEY_NAME:
		a->name = arg;
		break;
	case 'o':
		a->runner.run = arg;
		break;
	case 'j':
		a->runner.jobs = number("--jobs", arg, 256);
		break;
	case 'i':
		a->runner.image = arg;
		break;
	case KEY_KEEP_WORK:
		a->runner.keep_work = true;
		break;
	case ARGP_KEY_ARGS:
		a->command = state->argv + state->next;
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which command is to be measured?");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* --- what is measured ------------------------------------------------------------------ */

static int name_workload(struct workload *w, const struct arguments *a)
{
	char copy[PATH_MAX];

	if (a->name) {
		if (!name_is_good(a->name)) {
			warnx("--name \"%s\" can't be: " NAME_RULE, a->name);
			return -1;
		}
		strcpy(w->name, a->name);
		return 0;
	}
	snprintf(copy, sizeof(copy), "%s", a->command[0]);
	snprintf(w->name, sizeof(w->name), "%s", basename(copy));
	name_make_good(w->name);
	if (!name_is_good(w->name))
		strcpy(w->name, "command");
	return 0;
}

/* What was typed, in a line for readers. */
static void summarise(struct workload *w, char *const command[])
{
	char *line = command_line_shell(command), *text = text_escape(line, strlen(line)), *at;
	size_t length = strlen(text);

	for (at = text; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = ' ';
	if (length > 200) {
		/* Not within a character. */
		for (length = 200; ((unsigned char)text[length] & 0xc0) == 0x80; length--)
			;
		strcpy(text + length, "...");
	}
	strcpy(w->summary, text);
	free(text);
	free(line);
}

/*
 * A shell that becomes the command: its own start is in the window, too, so only where there is
 * no other way. By its path, for that shell has commands of its own, which a name alone would be.
 */
static int add_script(struct payload *p, struct workload *w, char **command)
{
	char *name = command[0], *line, *script;
	int err;

	command[0] = p->programs[0];
	line = command_line_shell(command);
	command[0] = name;
	script = memory_printf("exec %s\n", line);
	err = payload_add_script(p, SCRIPT, script);
	warnx("a shell of L2 starts the command, for its words are too long or have quotation "
	      "marks or control characters: that is in the window, too");
	strcpy(w->command, SCRIPT_COMMAND);
	free(script);
	free(line);
	return err;
}

static int fill_workload(struct workload *w, struct payload *p, const struct arguments *a)
{
	const struct config_values no_rules = { .nr = 0 };
	size_t i;

	rules_set(&w->rules, "", &no_rules, "");
	if (name_workload(w, a) || payload_add_command(p, a->command[0]))
		return -1;
	for (i = 0; i < a->nr_files; i++)
		if (payload_add_file(p, a->file[i]))
			return -1;
	summarise(w, a->command);
	strcpy(w->group, "job");
	strcpy(w->measure, JOB_MEASURE_COMMAND);
	strcpy(w->system, JOB_SYSTEM_SMALL);
	strcpy(w->scratch, JOB_SCRATCH_EXT4);
	strcpy(w->network, JOB_NETWORK_NONE);
	strcpy(w->prepare, PAYLOAD_PREPARE);
	w->timeout = a->timeout;
	w->payload = p;
	if (!command_line_job(a->command, w->command, sizeof(w->command)) &&
	    add_script(p, w, a->command))
		return -1;
	return payload_finish(p);
}

static int check_platform(const struct matrix *m, struct runner_options *o)
{
	const struct platform *p = m->cells[0].platform;

	if (p->alone)
		o->jobs = 1;
	return platform_check(p);
}

/* DEFAULT_RUNS/NAME.N, the first that there is not. */
static int choose_run(char path[PATH_MAX], const char *name)
{
	int i;

	if (run_dir_make(DEFAULT_RUNS))
		return -1;
	for (i = 1; i < MOST_RUNS; i++) {
		snprintf(path, PATH_MAX, DEFAULT_RUNS "/%s.%d", name, i);
		if (!mkdir(path, 0777))
			return 0;
		if (errno != EEXIST)
			break;
	}
	warn("make %s", path);
	return -1;
}

/* --- what came of it --------------------------------------------------------------------- */

/* What is said while cells run is not the answer. */
static int run_cells(const struct matrix *m, const struct runner_options *o)
{
	int saved, failed;

	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	if (saved < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		warn("standard output");
		return -1;
	}
	failed = runner_run(m, o);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	return failed;
}

static char *read_output(const char *run, const char *id, size_t *size)
{
	char path[PATH_MAX], logs[PATH_MAX], *text = NULL;
	FILE *f, *to;
	int c;

	run_dir_logs(run, id, logs);
	to = open_memstream(&text, size);
	f = snprintf(path, sizeof(path), "%s/l2/command.out", logs) < (int)sizeof(path) ?
		fopen(path, "r") : NULL;
	while (to && f && (c = getc(f)) != EOF)
		putc(c, to);
	if (f)
		fclose(f);
	if (to)
		fclose(to);
	return text;
}

static void print_output(const char *text, size_t size)
{
	fwrite(text, 1, size, stdout);
	if (size && text[size - 1] != '\n')
		putchar('\n');
}

/* Once, if it is the same in all cells. */
static void print_outputs(const struct matrix *m, const char *run)
{
	size_t first_size, size, i;
	char *first = read_output(run, m->cells[0].id, &first_size), *text;
	bool same = true;

	for (i = 1; i < m->nr_cells; i++) {
		text = read_output(run, m->cells[i].id, &size);
		same &= size == first_size && !memcmp(text, first, size);
		free(text);
	}
	for (i = 0; i < m->nr_cells && !same; i++) {
		text = read_output(run, m->cells[i].id, &size);
		printf("--- output of %s\n", m->cells[i].id);
		print_output(text, size);
		free(text);
	}
	if (same)
		print_output(first, first_size);
	else
		puts("---");
	free(first);
	fflush(stdout);
}

/* The analysis is another program, which is where this one is. */
static void find_exitreport(char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n < 0 ? 0 : n] = '\0';
	if (snprintf(path, PATH_MAX, "%s/exitreport", dirname(self)) >= PATH_MAX ||
	    access(path, X_OK))
		strcpy(path, "exitreport");
}

static int print_report(const char *command, const char *run)
{
	char path[PATH_MAX];
	int status = -1;
	pid_t pid;

	find_exitreport(path);
	pid = fork();
	if (!pid) {
		execlp(path, "exitreport", command, run, NULL);
		warnx("no exitreport beside exitbench or in PATH (%s); where there is one, "
		      "'exitreport %s %s' prints the result", strerror(errno), command, run);
		_exit(127);
	}
	if (pid < 0)
		warn("start %s", path);
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status ? 0 : -1;
}

static int tell(const struct matrix *m, const struct arguments *a, int failed)
{
	const char *command = strchr(a->words.paging, ' ') ? "compare" : "delta";

	if (failed < 0)
		return failed < -RUNNER_SIGNALLED ?
			EXIT_SIGNALLED - RUNNER_SIGNALLED - failed : EXIT_UNUSABLE;
	print_outputs(m, a->runner.run);
	if (failed) {
		warnx("failed in %d of %zu cells; in L2 there are the command, what is loaded with "
		      "it, and what --file names; the logs are in %s/logs", failed, m->nr_cells,
		      a->runner.run);
		return EXIT_CELLS_FAILED;
	}
	return print_report(command, a->runner.run) ? EXIT_UNUSABLE : 0;
}

int cmd_exec(int argc, char **argv)
{
	static const struct argp argp = {
		options, parse, "[--] COMMAND [ARGUMENT...]", doc, NULL, NULL, NULL
	};
	struct arguments a = {
		.runner = { .jobs = sysconf(_SC_NPROCESSORS_ONLN), .again = true },
		.words = { .platforms = DEFAULT_PLATFORM, .paging = "tdp shadow" },
		.timeout = DEFAULT_TIMEOUT,
	};
	char image[PATH_MAX], run[PATH_MAX];
	struct workload workload = { 0 };
	struct payload payload = { 0 };
	struct matrix m = { 0 };
	int status = EXIT_UNUSABLE;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench exec";
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &a);
	if (!a.runner.image)
		a.runner.image = place_find(DEFAULT_IMAGE, image);
	if (fill_workload(&workload, &payload, &a) || matrix_make(&m, &a.words, &workload) ||
	    check_platform(&m, &a.runner))
		goto out;
	if (!a.runner.run) {
		if (choose_run(run, workload.name))
			goto out;
		a.runner.run = run;
	}
	status = tell(&m, &a, run_cells(&m, &a.runner));
	/* It is empty if there was nothing to run. */
	if (status == EXIT_UNUSABLE)
		rmdir(a.runner.run);
out:
	if (m.values)
		matrix_free(&m);
	workload_free(&workload);
	payload_free(&payload);
	free(a.file);
	return status;
}
