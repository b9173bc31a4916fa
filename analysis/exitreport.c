// SPDX-License-Identifier: GPL-2.0
/*
 * exitreport: what the records of a run say.
 */
#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "util/standard-streams.h"
#include "record/run.h"
#include "topic.h"

/* The only list of topics, in the order of the help. */
extern const struct topic topic_answer, topic_modes, topic_boot, topic_vendors, topic_runs,
	topic_settings, topic_mechanisms, topic_page_tables, topic_detail, topic_timeline,
	topic_hardware, topic_checks, topic_overhead, topic_literature, topic_report;

const struct topic *const topics[] = {
	&topic_answer, &topic_modes, &topic_boot, &topic_vendors, &topic_runs, &topic_settings,
	&topic_mechanisms, &topic_page_tables, &topic_detail, &topic_timeline, &topic_hardware,
	&topic_checks, &topic_overhead, &topic_literature, &topic_report, NULL,
};

static const char before_commands[] =
	"What the records of a run say: which VM exits a workload makes with the CPU's "
	"nested paging and with KVM's shadow paging, and where the cycles go.\v"
	"COMMANDS:\n";

static const char after_commands[] =
	"\n"
	"EXAMPLES:\n"
	"  exitreport check data/reference\n"
	"  exitreport compare data/reference\n"
	"  exitreport compare before after --fail-above 2\n"
	"  exitreport delta data/reference boot --csv\n"
	"  exitreport charts RUN && exitreport report RUN\n"
	"\n"
	"Each command has a --help of its own. Exit status: 0 ok, 1 failed or a check "
	"failed, 2 bad usage.";

const struct topic *topic_find(const char *name)
{
	size_t i;

	for (i = 0; topics[i]; i++)
		if (!strcmp(topics[i]->name, name))
			return topics[i];
	return NULL;
}

static const struct command *find_command(const char *name)
{
	const struct command *const *c;
	size_t i;

	for (i = 0; topics[i]; i++)
		for (c = topics[i]->commands; c && *c; c++)
			if (!strcmp((*c)->name, name))
				return *c;
	return NULL;
}

static char *make_doc(void)
{
	char *doc = memory_printf("%s", before_commands), *line;
	const struct command *const *c;
	size_t i;

	for (i = 0; topics[i]; i++) {
		for (c = topics[i]->commands; c && *c; c++) {
			line = memory_printf("  %-10s %s\n", (*c)->name, (*c)->summary);
			memory_append(&doc, "", line);
			free(line);
		}
	}
	memory_append(&doc, "", after_commands);
	return doc;
}

struct chosen {
	const struct command *command;
	int first;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct chosen *chosen = state->input;

	if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, "which command? 'exitreport --help' lists them");
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;

	chosen->command = find_command(arg);
	if (!chosen->command)
		argp_error(state, "no command \"%s\"; 'exitreport --help' lists them", arg);
	chosen->first = state->next - 1;
	state->next = state->argc;
	return 0;
}

int main(int argc, char *argv[])
{
	char *doc = make_doc();
	const struct argp argp = {
		NULL, parse, "COMMAND RUN [ARGUMENT...]", doc, NULL, NULL, NULL,
	};
	struct chosen chosen = { NULL, 0 };
	int status;

	argp_program_version = "exitreport " EXITMETER_VERSION;
	standard_streams_begin(EXIT_FAILED);
	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &chosen);
	free(doc);
	status = command_run(chosen.command, argc - chosen.first, argv + chosen.first);
	if (run_seen() & RUN_SEEN_ANY && !(run_seen() & RUN_SEEN_GOOD)) {
		warnx("no cell of the run ended well: there is nothing that could be said of one");
		return status == EXIT_OK ? EXIT_FAILED : status;
	}
	/* What was left out has been named; whoever reads only the status must know, too. */
	return status == EXIT_OK && run_seen() & RUN_SEEN_INVALID ? EXIT_FAILED : status;
}
