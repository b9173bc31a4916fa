// SPDX-License-Identifier: GPL-2.0
/* exitreport explain: what the exits for page tables were for. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "page-tables-table.h"
#include "parts/record-table.h"

static const char doc[] =
	"Print what the exits for page tables were for, in both paging modes: accesses to "
	"devices, faults that KVM fixed, the guest's own page faults, writes that KVM "
	"emulated; and what KVM's statistics say of the page tables that KVM keeps. Without "
	"WORKLOAD: of all workloads.\v"
	"EXAMPLES:\n"
	"  exitreport explain data/reference fio-randread\n"
	"  exitreport explain data/reference --csv > page-tables.csv\n";

static void print_pairs(const struct run *run, char *const workloads[])
{
	const struct pair *p;
	struct pairs pairs;
	size_t i;

	pairs_of_run(&pairs, run, NULL);
	for (i = 0; i < pairs.nr; i++) {
		p = &pairs.pair[i];
		if (!workload_is_wanted(pair_any(p)->workload, workloads))
			continue;
		printf("%s, %s\n", p->label, p->platform);
		page_tables_print(p, stdout);
		printf("\n");
	}
	pairs_free(&pairs);
}

static int run_explain(char *words[], const void *options)
{
	const bool *csv = options;
	char **workloads = words + 1;
	int status = EXIT_FAILED;
	struct run run;

	if (run_load(&run, words[0]))
		return status;
	if (run_check_workloads(&run, workloads))
		goto out;
	pairs_tell_observed(&run);
	if (*csv)
		page_tables_csv(&run, workloads, stdout);
	else
		print_pairs(&run, workloads);
	status = EXIT_OK;
out:
	run_free(&run);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.summary = "what the exits for page tables were for",
	.usage = "RUN [WORKLOAD...]",
	.doc = doc,
	.min = 1,
	.options = command_csv_options,
	.options_size = sizeof(bool),
	.parse = command_csv_parse,
	.run = run_explain,
};
