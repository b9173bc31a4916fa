// SPDX-License-Identifier: GPL-2.0
/* Appendix: what each setting changes, workload by workload. */
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "effects-text.h"
#include "output/table.h"
#include "select/cell-facts.h"

static void add_effect(struct table *t, const struct effect *e)
{
	table_text(t, "%s", e->value);
	table_text(t, "%s", pair_any(e->with)->workload);
	effect_add_net(t, e->exits);
	effect_add_net(t, e->busy);
	effect_add_factors(t, e->kernel);
}

static void print_table(const struct report *r, const struct effects *e, size_t from, size_t to)
{
	struct table *t = effects_table(e, (const char *const[]) { "<value", "<workload", NULL },
					true);
	size_t rows = 0, i;

	for (i = from; i < to; i++) {
		if (e->effect[i].change <= 0)
			continue;
		add_effect(t, &e->effect[i]);
		rows++;
	}
	table_end(t, rows ? r->f : NULL);
	if (rows)
		fputc('\n', r->f);
}

static void print_setting(const struct report *r, const struct effects *e, size_t from, size_t to)
{
	const char *separator = "As many exits and as much CPU time, within 15 % (or 16 exits): ";
	size_t i;

	fprintf(r->f, "### %s\n\n%s.\n\n",
		e->effect[from].setting->name, e->effect[from].setting->text);
	print_table(r, e, from, to);
	for (i = from; i < to; i++) {
		if (e->effect[i].change > 0)
			continue;
		fprintf(r->f, "%s%s (%s)", separator, pair_any(e->effect[i].with)->workload,
			e->effect[i].value);
		separator = ", ";
	}
	if (*separator == ',')
		fprintf(r->f, ".\n\n");
}

/* Cells that are compared with nothing, lest they be missed. */
static void say_left_out(const struct report *r, const struct effects *e)
{
	if (e->nr_left_out)
		fprintf(r->f, "%zu pair%s of cells %s in no table: several settings are off their "
			"defaults, or there is no plain cell of the same image.\n\n",
			e->nr_left_out,
			e->nr_left_out == 1 ? "" : "s", e->nr_left_out == 1 ? "is" : "are");
}

static int write_settings(const struct report *r)
{
	struct effects e;
	size_t from, to;

	effects_find(&e, r, EFFECTS_OF_ALL);
	if (e.nr)
		fprintf(r->f, "## What the settings change%s\n\nFrom all settings at their "
			"defaults to one of them at another value, in both modes, net of program "
			"start-up; factors are %s divided by %s. Micro-benchmarks are all their "
			"sizes together. Workloads that do not change are named below each "
			"table.\n\n",
			r->suffix, mode_prose(e.effect[0].with->vendor, true),
			mode_prose(e.effect[0].with->vendor, false));
	for (from = 0; from < e.nr; from = to) {
		for (to = from; to < e.nr && e.effect[to].setting == e.effect[from].setting; to++)
			;
		print_setting(r, &e, from, to);
	}
	if (e.nr)
		say_left_out(r, &e);
	effects_free(&e);
	return 0;
}

const struct topic_section section_settings = {
	DOCUMENT_SETTINGS, 10, TOPIC_EACH_PLATFORM, NULL, write_settings,
};

static int write_failures(const struct report *r)
{
	report_failures(r, r->companion->run);
	return 0;
}

static const struct topic_companion companion = {
	.name = COMPANION_SETTINGS,
	.what = "what the settings change",
	.help = "what the settings change (settings, beside RUN)",
};

const struct topic_section section_settings_failures = {
	DOCUMENT_SETTINGS, 20, TOPIC_ONCE, &companion, write_failures,
};
