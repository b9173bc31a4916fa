// SPDX-License-Identifier: GPL-2.0
/* The report's section about what measuring costs. */
#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "overhead-table.h"
#include "record/facts/platform-facts.h"
#include "parts/prose.h"
#include "parts/report.h"

static bool has_seen(const struct overhead *o, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(o->cells[i].r->platform, o->cells[index].r->platform))
			return true;
	return false;
}

static int say_how(const struct report *r, const struct overhead *o, const struct run *run)
{
	bool alike = o->nr_rows && !overhead_has_settings(o) && *o->rows[0].cell->settings;
	char *path = report_path(r, r->companion, NULL);
	const struct prose_value values[] = {
		{ "run", path }, { "matrix", *run->matrix ? run->matrix : NULL },
		{ "settings", alike ? o->rows[0].cell->settings : NULL },
		{ "instructions", o->nr_rows && overhead_is_exact(o->rows[0].cell) ? "" : NULL },
		{ NULL, NULL },
	};
	size_t i;
	int err;

	fprintf(r->f, "## How it was obtained\n\n");
	for (i = 0; i < o->nr_cells; i++)
		if (!has_seen(o, i))
			fprintf(r->f, "- Platform `%s`: %s\n", o->cells[i].r->platform,
				platform_facts(o->cells[i].r->platform)->text);
	err = prose_print(r->f, "analysis/overhead/method.md", values);
	free(path);
	return err;
}

/* "30 instructions", "30 to 34 instructions" */
static void say_span(const struct report *r, const struct overhead_span *span)
{
	fprintf(r->f, "%s", format_int(span->low).text);
	if (span->high > span->low)
		fprintf(r->f, " to %s", format_int(span->high).text);
}

static void say_headline(const struct report *r, const struct overhead *o)
{
	struct overhead_span exits = overhead_span_of(o, PRIMITIVE_EXIT);
	struct overhead_span accounts = overhead_span_of(o, PRIMITIVE_ACCOUNTS);

	if (!exits.nr)
		return;
	fprintf(r->f, "**With the meter on, an exit that KVM handles by itself takes ");
	say_span(r, &exits);
	fprintf(r->f, " instructions more than on an unpatched KVM");
	if (accounts.nr) {
		fprintf(r->f, "; one that goes through the VMM takes ");
		say_span(r, &accounts);
		fprintf(r->f, " more, for it changes accounts more often");
	}
	fprintf(r->f, ".**\n\n");
}

static int print_exits(const struct report *r, const struct overhead *o)
{
	int err = prose_print(r->f, "analysis/overhead/exits.md", NULL);

	overhead_table_exits(TABLE_MARKDOWN, o, r->f);
	fputc('\n', r->f);
	return err;
}

static int print_section(const struct report *r, const struct overhead *o, const struct run *run)
{
	int err = 0;

	fprintf(r->f, "## Exit by exit\n\n");
	say_headline(r, o);
	if (overhead_has(o, OVERHEAD_EXIT))
		err = print_exits(r, o);
	fprintf(r->f, "Targets, judged where a cycle is an instruction, of exits that KVM handles "
		"by itself:\n\n");
	overhead_table_targets(TABLE_MARKDOWN, o, r->f);
	fputc('\n', r->f);
	if (overhead_has(o, OVERHEAD_WINDOW)) {
		fprintf(r->f, "## A window\n\nA window is two latches; reading is done after it:"
			"\n\n");
		overhead_table_windows(TABLE_MARKDOWN, o, r->f);
		fputc('\n', r->f);
	}
	if (overhead_has(o, OVERHEAD_METER)) {
		fprintf(r->f, "The meter's own CPUIDs, in cycles; a latch copies the ledgers of "
			"all vCPUs:\n\n");
		overhead_table_meter(TABLE_MARKDOWN, o, r->f);
		fputc('\n', r->f);
	}
	if (o->nr_memory) {
		fprintf(r->f, "## Memory\n\nOf the ledgers, without the slots of latches, which "
			"are allocated on first use:\n\n");
		overhead_table_memory(TABLE_MARKDOWN, o, r->f);
		fputc('\n', r->f);
	}
	return err | say_how(r, o, run);
}

static int write_overhead(const struct report *r)
{
	const struct run *run = r->companion->run;
	struct overhead o;
	int err;

	err = overhead_load(&o, run);
	if (!err) {
		err = print_section(r, &o, run);
		overhead_free(&o);
	}
	return err;
}

static const struct topic_companion companion = {
	.name = "overhead",
	.what = "what measuring costs",
	.help = "what measuring costs (overhead, beside RUN)",
};

const struct topic_section section_overhead = {
	DOCUMENT_OVERHEAD, 10, TOPIC_ONCE, &companion, write_overhead,
};
