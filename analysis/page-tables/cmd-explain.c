// SPDX-License-Identifier: GPL-2.0
/* exitreport explain: what the exits for page tables were for. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "page-tables-table.h"
#include "report/tables.h"

static const char doc[] =
	"Print what the exits for page tables were for, in both paging modes: accesses to "
	"devices, entries that KVM filled, the guest's own page faults, writes to its page "
	"tables; and what KVM's statistics say of the page tables that KVM keeps.  Without "
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
		if (!tables_wanted(pair_any(p)->workload, workloads))
			continue;
		printf("%s, %s\n", p->label, p->platform);
		page_tables_print(p, stdout);
		printf("\n");
	}
	pairs_free(&pairs);
}

int command_explain(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "explain",
		.usage = "RUN [WORKLOAD...]",
		.doc = doc,
		.min = 1,
		.has_csv = true,
	};
	char **workloads;
	struct run run;
	int status = EXIT_FAILED;

	command_parse(&args, argc, argv);
	workloads = args.words + 1;
	if (run_load_whole(&run, args.words[0]))
		goto out;
	if (run_check_workloads(&run, workloads))
		goto out_run;
	pairs_tell_observed(&run);
	if (args.csv)
		page_tables_csv(&run, workloads, stdout);
	else
		print_pairs(&run, workloads);
	status = EXIT_OK;
out_run:
	run_free(&run);
out:
	free(args.words);
	return status;
}
