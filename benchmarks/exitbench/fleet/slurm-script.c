// SPDX-License-Identifier: GPL-2.0
#include "slurm-script.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For starting and ending, beside the cells' own time-outs. */
#define SPARE_MINUTES	5

/* One word for the shell, whatever is in it. */
static void print_quoted(FILE *to, const char *text)
{
	putc('\'', to);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", to);
		else
			putc(*text, to);
	putc('\'', to);
}

/*
 * One word for sbatch in a line of #SBATCH: its own quoting. In the name of an output file,
 * % begins something else.
 */
static void print_directive(FILE *to, const char *option, const char *text, const char *suffix)
{
	fprintf(to, "#SBATCH %s=\"", option);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', to);
		if (*text == '%' && *suffix)
			putc('%', to);
		putc(*text, to);
	}
	fprintf(to, "%s\"\n", suffix);
}

long slurm_script_seconds(const struct slurm_task *task, long jobs)
{
	long seconds = 0, longest = 0;
	size_t i;

	for (i = 0; i < task->nr; i++) {
		const struct cell *c = task->cells[i];
		long cell = c->workload->timeout * c->platform->max_tries;

		seconds += cell;
		longest = cell > longest ? cell : longest;
	}
	/* The last of several at a time may begin when the others end. */
	return seconds / jobs + (jobs > 1 ? longest : 0);
}

static long longest_task(const struct slurm_array *a, long jobs)
{
	long seconds, longest = 0;
	size_t i;

	for (i = 0; i < a->nr_tasks; i++) {
		seconds = slurm_script_seconds(&a->tasks[i], jobs);
		longest = seconds > longest ? seconds : longest;
	}
	return longest;
}

/* As many at a time as there are cells in a task: no more is of use. */
static long jobs_of(const struct slurm_plan *plan, const struct slurm_array *a)
{
	size_t i, most = 1;

	for (i = 0; i < a->nr_tasks; i++)
		most = a->tasks[i].nr > most ? a->tasks[i].nr : most;
	/* One at a time on hardware: they would take cycles from each other. */
	if (platform_is_native(a->platform))
		return 1;
	return plan->jobs < (long)most ? plan->jobs : (long)most;
}

static void print_needs(FILE *to, const struct slurm_plan *plan, const struct slurm_array *a,
			const char *constraint)
{
	const char *const *option;
	long jobs = jobs_of(plan, a);

	if (platform_is_native(a->platform))
		fputs("#SBATCH --exclusive\n#SBATCH --mem=0\n", to);
	else
		fprintf(to, "#SBATCH --cpus-per-task=%ld\n#SBATCH --mem=%ldM\n", a->cpus * jobs,
			a->platform->memory * jobs);
	fprintf(to, "#SBATCH --nodes=1\n#SBATCH --ntasks=1\n#SBATCH --time=%ld\n",
		longest_task(a, jobs) / 60 + 1 + SPARE_MINUTES);
	if (*constraint)
		print_directive(to, "--constraint", constraint, "");
	for (option = plan->options; option && *option; option++)
		fprintf(to, "#SBATCH %s\n", *option);
}

static void print_option(FILE *to, const char *option, const char *value)
{
	fprintf(to, " %s ", option);
	print_quoted(to, value);
}

static void print_command(FILE *to, const struct slurm_plan *plan, const struct slurm_array *a)
{
	char self[PATH_MAX], path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int i;

	self[n < 0 ? 0 : n] = '\0';
	putc('\t', to);
	print_quoted(to, self);
	fputs(" run", to);
	for (i = 0; i < plan->selection.nr_files; i++) {
		snprintf(path, sizeof(path), "%s/matrices/%d/%s" MATRIX_SUFFIX, plan->folder, i,
			 plan->selection.parts[i].name);
		putc(' ', to);
		print_quoted(to, path);
	}
	fputs(" \\\n\t\t--only - --output \"$attempt\" --node \"$SLURMD_NODENAME\"", to);
	fprintf(to, " --jobs %ld", jobs_of(plan, a));
	print_option(to, "--platform", a->platform->name);
	snprintf(path, sizeof(path), "%s/workloads", plan->folder);
	print_option(to, "\\\n\t\t--workloads", path);
	print_option(to, "\\\n\t\t--image", plan->image);
	if (plan->modules)
		print_option(to, "\\\n\t\t--modules", plan->modules);
	if (plan->selection.verify)
		fputs(" --verify", to);
	putc('\n', to);
}

void slurm_script_print(FILE *to, const struct slurm_plan *plan, const struct slurm_array *a,
			const char *constraint)
{
	char here[PATH_MAX], folder[PATH_MAX], name[64];

	snprintf(folder, sizeof(folder), "%s/%s", plan->folder, a->name);
	snprintf(name, sizeof(name), "exitmeter-%s", a->name);
	fputs("#!/bin/sh\n# Written by exitbench submit. A task runs the cells of its line in the "
	      "file .tasks.\n", to);
	print_directive(to, "--job-name", name, "");
	fprintf(to, "#SBATCH --array=0-%zu\n", a->nr_tasks - 1);
	/* If the node fails, Slurm starts the task elsewhere. */
	fputs("#SBATCH --requeue\n#SBATCH --open-mode=append\n", to);
	/* The project's folder, as for any exitbench. */
	print_directive(to, "--chdir", getcwd(here, sizeof(here)) ? here : ".", "");
	print_directive(to, "--output", folder, "/%a.log");
	print_needs(to, plan, a, constraint);

	fputs("\ntask=", to);
	print_quoted(to, folder);
	/*
	 * An attempt has a folder of its own: a node that Slurm took for dead may still be
	 * writing into that of its own.
	 */
	fputs("/$SLURM_ARRAY_TASK_ID\nattempt=$task/${SLURM_RESTART_COUNT:-0}\n"
	      "mkdir -p \"$attempt/records\" || exit 2\n"
	      "echo \"attempt ${SLURM_RESTART_COUNT:-0} on $SLURMD_NODENAME\"\n"
	      "# What was measured before a node failed is kept.\n"
	      "for record in \"$task\"/*/records/*.json; do\n"
	      "\tif [ -e \"$record\" ]; then cp \"$record\" \"$attempt/records/\"; fi\n"
	      "done\n"
	      "sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" ", to);
	snprintf(folder, sizeof(folder), "%s/%s.tasks", plan->folder, a->name);
	print_quoted(to, folder);
	fputs(" |\n", to);
	print_command(to, plan, a);
}

void slurm_script_tasks(FILE *to, const struct slurm_array *a)
{
	size_t i, c;

	for (i = 0; i < a->nr_tasks; i++)
		for (c = 0; c < a->tasks[i].nr; c++)
			fprintf(to, "%s%c", a->tasks[i].cells[c]->id,
				c + 1 < a->tasks[i].nr ? ' ' : '\n');
}
