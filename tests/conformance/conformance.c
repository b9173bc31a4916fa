// SPDX-License-Identifier: GPL-2.0
/*
 * exitmeter-conformance: does this virtual machine's KVM keep to the exit
 * meter's ABI, kvm-instrumentation/ABI.md?
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

enum { STATUS_PASSED, STATUS_FAILED, STATUS_USAGE };

static const struct group *const groups[] = {
	&group_leaves, &group_reasons, &group_latch, &group_detail, &group_smp, &group_flood,
	&group_edition1, &group_edition2, &group_edition3, &group_cpl0, &group_hidden,
	&group_hotplug, &group_restart,
};

/* The groups of the command line, in its order. */
struct choice {
	bool list;
	size_t nr;
	const struct group *groups[NELEMS(groups)];
};

static const char doc[] =
	"Check in a guest that its KVM keeps to the exit meter's ABI. Prints TAP: a plan, and "
	"for each check ok or not ok; with what was read against what was wanted.\v"
	"EXAMPLES:\n"
	"  exitmeter-conformance --list\n"
	"  exitmeter-conformance leaves reasons latch flood\n"
	"  exitmeter-conformance smp          in a VM with two vCPUs\n"
	"  exitmeter-conformance hidden       in a VM that must not see the meter\n"
	"\n"
	"Needs root: parts of the suite execute CPUID in the kernel, through /dev/cpu/N/cpuid. "
	"Nothing else may latch meanwhile.\n"
	"\n"
	"Exit status: 0 all passed or skipped, 1 some failed, 2 bad usage.";

static const struct argp_option options[] = {
	{ "list", 'l', NULL, 0, "list the groups and their checks", 0 },
	{ 0 }
};

static const struct group *find(const char *name)
{
	size_t i;

	for (i = 0; i < NELEMS(groups); i++)
		if (!strcmp(groups[i]->name, name))
			return groups[i];
	return NULL;
}

static void add(struct choice *choice, const char *name, struct argp_state *state)
{
	const struct group *group = find(name);
	size_t i;

	if (!group)
		argp_error(state, "no group \"%s\"; see --list", name);
	for (i = 0; i < choice->nr; i++)
		if (choice->groups[i] == group)
			argp_error(state, "group \"%s\" is named twice", name);
	choice->groups[choice->nr++] = group;
}

/* What is printed of other groups would be lost, or printed again. */
static void check_alone(const struct choice *choice, struct argp_state *state)
{
	size_t i;

	for (i = 0; i < choice->nr; i++)
		if (choice->groups[i]->begin && choice->nr > 1)
			argp_error(state, "group \"%s\" starts the machine again: name it alone",
				   choice->groups[i]->name);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct choice *choice = state->input;

	switch (key) {
	case 'l':
		choice->list = true;
		return 0;
	case ARGP_KEY_ARG:
		add(choice, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (!choice->nr && !choice->list)
			argp_error(state, "name a group of checks; see --list");
		check_alone(choice, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void print_list(void)
{
	size_t i, j;

	for (i = 0; i < NELEMS(groups); i++) {
		printf("%-8s %s\n", groups[i]->name, groups[i]->summary);
		for (j = 0; j < groups[i]->nr_checks; j++)
			printf("           %s\n", groups[i]->checks[j].name);
	}
}

static int run(const struct choice *choice)
{
	size_t first[NELEMS(groups)] = { 0 }, points = 0, i;
	bool good = true;

	for (i = 0; i < choice->nr; i++) {
		points += choice->groups[i]->nr_checks;
		if (choice->groups[i]->begin)
			first[i] = choice->groups[i]->begin();
	}
	check_plan(points);
	for (i = 0; i < choice->nr; i++)
		good = check_run(choice->groups[i], first[i]);
	return good ? STATUS_PASSED : STATUS_FAILED;
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "GROUP...", .doc = doc,
	};
	struct choice choice = { 0 };

	argp_err_exit_status = STATUS_USAGE;
	if (argp_parse(&argp, argc, argv, 0, NULL, &choice))
		return STATUS_USAGE;
	if (choice.list) {
		print_list();
		return STATUS_PASSED;
	}
	return run(&choice);
}
