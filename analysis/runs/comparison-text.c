// SPDX-License-Identifier: GPL-2.0
#include "comparison-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "difference-table.h"
#include "output/format.h"

static const char *const sides[] = { "A", "B" };

static void print_runs(const struct comparison *c, FILE *f)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		fprintf(f, "%s: %s", sides[i], c->run[i]->folder);
		if (*c->run[i]->matrix)
			fprintf(f, ", matrix %s", c->run[i]->matrix);
		fprintf(f, ", %zu cells\n", c->run[i]->nr_records);
	}
	fputc('\n', f);
}

static void print_identity(const struct comparison *c, FILE *f)
{
	static const char *const columns[] = { "<what differs", "<A", "<B", "<on", NULL };
	const struct identity *id = &c->identity;
	struct table *t;
	size_t i;

	if (!id->nr) {
		fprintf(f, "Nothing differs in what they were made of or in their settings.\n\n");
		return;
	}
	t = table_new(TABLE_TEXT, columns);
	for (i = 0; i < id->nr; i++) {
		table_text(t, "%s", id->part[i].part);
		table_text(t, "%s", id->part[i].value[0]);
		table_text(t, "%s", id->part[i].value[1]);
		table_text(t, "%s", id->part[i].platforms);
	}
	table_end(t, f);
	fputc('\n', f);
}

static void say_match(const struct match *m, FILE *f)
{
	if (!m->cycles)
		fprintf(f, "A cycle is not the same thing on both: exits only.\n");
	if (!m->reasons)
		fprintf(f, "Vendors name exits differently: by kind, not by reason.\n");
}

static void print_platform(const struct comparison *c, const struct match *m, FILE *f)
{
	const struct differences *all = &c->differences;

	fprintf(f, "%s\n", m->platform);
	say_match(m, f);
	if (c->is_chosen) {
		difference_table(TABLE_TEXT, all, m->platform, difference_is_any, sides, f);
		fputc('\n', f);
		return;
	}
	difference_table(TABLE_TEXT, all, m->platform, difference_is_sum, sides, f);
	fprintf(f, "\nExits by %s that differ:\n", m->reasons ? "reason" : "kind");
	if (!difference_table(TABLE_TEXT, all, m->platform,
			      m->reasons ? difference_is_changed_reason :
					   difference_is_changed_kind,
			      sides, f))
		fprintf(f, "none\n");
	fputc('\n', f);
}

static void print_lost(const struct comparison *c, FILE *f)
{
	size_t i;

	for (i = 0; i < c->nr_lost; i++)
		fprintf(f, "not compared: %s\n", c->lost[i]);
}

/* A platform's first match that is whole stands for it. */
static bool is_first(const struct matches *m, size_t at)
{
	size_t i;

	if (!match_is_whole(&m->match[at]))
		return false;
	for (i = 0; i < at; i++)
		if (match_is_whole(&m->match[i]) &&
		    !strcmp(m->match[i].platform, m->match[at].platform))
			return false;
	return true;
}

static void print_not_compared(const struct comparison *c, FILE *f)
{
	static const char *const columns[] = {
		"<not compared", "<workload", "<mode", "<A", "<B", NULL,
	};
	const struct match *m;
	struct table *t;
	char *lack;
	size_t i, k;

	if (!c->not_compared)
		return;
	t = table_new(TABLE_TEXT, columns);
	for (i = 0; i < c->matches.nr; i++) {
		m = &c->matches.match[i];
		if (match_is_whole(m))
			continue;
		table_text(t, "%s", m->platform);
		table_text(t, "%s", m->name);
		table_text(t, "%s", m->mode);
		for (k = 0; k < 2; k++) {
			lack = comparison_lack(c, m, k);
			table_text(t, "%s", lack ? lack : "ok");
			free(lack);
		}
	}
	table_end(t, f);
	fputc('\n', f);
}

static void print_number_of_lacks(const struct comparison *c, FILE *f)
{
	if (!c->matches.nr)
		fprintf(f, "; nothing was compared");
	if (c->not_compared)
		fprintf(f, "; %zu not compared", c->not_compared);
	if (c->nr_lost)
		fprintf(f, "; %zu seed%s not compared", c->nr_lost, c->nr_lost == 1 ? "" : "s");
	fputc('\n', f);
}

static void print_summary(const struct comparison *c, FILE *f)
{
	size_t calls[CALL_NR] = { 0 }, nr = 0, i;

	for (i = 0; i < c->differences.nr; i++) {
		if (!comparison_is_limited(c, &c->differences.difference[i]))
			continue;
		calls[c->differences.difference[i].effect.call]++;
		nr++;
	}
	fprintf(f, "%zu metrics of %zu workloads in a mode: %zu the same, %zu more in B, "
		"%zu fewer, %zu not told apart", nr, c->matches.nr - c->not_compared,
		calls[CALL_SAME], calls[CALL_MORE], calls[CALL_FEWER], calls[CALL_UNCLEAR]);
	print_number_of_lacks(c, f);
}

void comparison_print(const struct comparison *c, FILE *f)
{
	size_t i;

	print_runs(c, f);
	print_identity(c, f);
	for (i = 0; i < c->matches.nr; i++)
		if (is_first(&c->matches, i))
			print_platform(c, &c->matches.match[i], f);
	print_not_compared(c, f);
	print_lost(c, f);
	print_summary(c, f);
	comparison_print_verdict(c, f);
}

void comparison_print_lacks(const struct comparison *c, FILE *f)
{
	const struct match *m;
	char *lack;
	size_t i, k;

	for (i = 0; i < c->matches.nr; i++) {
		m = &c->matches.match[i];
		if (match_is_whole(m))
			continue;
		fprintf(f, "not compared: %s, %s, %s:", m->platform, m->name, m->mode);
		for (k = 0; k < 2; k++) {
			lack = comparison_lack(c, m, k);
			if (lack)
				fprintf(f, " %s%s%s", lack, m->side[k] ? " in " : "",
					m->side[k] ? c->run[k]->folder : "");
			free(lack);
		}
		fputc('\n', f);
	}
	print_lost(c, f);
}

void comparison_print_verdict(const struct comparison *c, FILE *f)
{
	const struct difference *difference;
	const struct effect *e;
	size_t i;

	if (c->fail_above < 0)
		return;
	for (i = 0; i < c->differences.nr; i++) {
		difference = &c->differences.difference[i];
		e = &difference->effect;
		if (!comparison_is_worse(c, difference))
			continue;
		fprintf(f, "worse: %s, %s, %s: %s %s -> %s", difference->match->platform,
			difference->match->name, difference->match->mode, difference->label,
			format_int(llround(e->median[0])).text,
			format_int(llround(e->median[1])).text);
		if (e->has_ratio)
			fprintf(f, " (%+.2f %%)", 100 * (e->ratio - 1));
		fputc('\n', f);
	}
	fprintf(f, "%zu of them worse by more than %g %%", comparison_count_worse(c),
		c->fail_above);
	print_number_of_lacks(c, f);
}
