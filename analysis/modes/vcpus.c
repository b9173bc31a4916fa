// SPDX-License-Identifier: GPL-2.0
#include "vcpus.h"

#include <stdlib.h>

#include "ledger/account.h"
#include "output/format.h"
#include "util/memory.h"
#include "ledger/row.h"

/* "HLT 1,203, MSR 1,180", the most frequent first; to be freed. */
static char *main_reasons(const struct ledger *l, unsigned int vendor)
{
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, l, NULL), i;
	char *text = memory_printf("%s", ""), *longer;

	for (i = 0; i < nr && i < VCPUS_REASONS && l->rows[rows[i]].count; i++) {
		longer = memory_printf("%s%s%s %s", text, i ? ", " : "",
				       row_name(vendor, rows[i]).text,
				       format_int(l->rows[rows[i]].count).text);
		free(text);
		text = longer;
	}
	return text;
}

static void print_vcpu(struct table *t, const struct record *r, unsigned int number)
{
	const struct ledger *l = &r->window.vcpus[number];
	char *reasons = main_reasons(l, r->vendor);
	size_t a;

	table_text(t, "%s", r->parameter);
	table_int(t, number);
	table_int(t, l->exits);
	for (a = 0; a < ROW_ACCOUNTS; a++)
		table_short(t, ledger_account(l, a));
	table_short(t, l->guest);
	table_text(t, "%s", reasons);
	free(reasons);
}

void vcpus_print(enum table_style style, const struct record *const records[], FILE *f)
{
	static const char *const columns[] = {
		"<mode", "vCPU", "exits", "kernel", "user", "blocked", "offcpu", "guest",
		"<mostly for", NULL,
	};
	struct table *t = table_new(style, columns);
	bool any = false;
	unsigned int i;

	for (; *records; records++) {
		for (i = 0; i < (*records)->window.nr_vcpus; i++) {
			print_vcpu(t, *records, i);
			any = true;
		}
	}
	table_end(t, any ? f : NULL);
}
