// SPDX-License-Identifier: GPL-2.0
/* The report's section about what exits the workloads of one mechanism must make. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mechanism.h"
#include "output/format.h"
#include "output/markdown.h"
#include "output/table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "util/memory.h"

/* Less than this rounds to nothing. */
#define NOTHING	0.005

/**
 * struct prediction - a rule of a workload, and what all cells have that it is about
 * @r: one of them
 * @result: least and most of all of them
 * @nr: of these cells
 * @failed: those in which it does not hold
 * @first: of these
 */
struct prediction {
	const struct record *r;
	struct mechanism_result result;
	size_t nr;
	size_t failed;
	const char *first;
};

struct predictions {
	struct prediction *prediction;
	size_t nr;
};

static struct prediction *find(struct predictions *all, const struct record *r,
			       const struct mechanism_result *result)
{
	struct prediction *p;
	size_t i;

	for (i = 0; i < all->nr; i++) {
		p = &all->prediction[i];
		if (!strcmp(p->r->workload, r->workload) &&
		    !strcmp(p->result.rule->text, result->rule->text) && p->r->shadow == r->shadow)
			return p;
	}
	all->prediction = memory_grow(all->prediction, all->nr, sizeof(*all->prediction));
	p = &all->prediction[all->nr++];
	p->r = r;
	p->result = *result;
	return p;
}

static void add(void *context, const struct record *r, const struct mechanism_result *result)
{
	struct prediction *p = find(context, r, result);

	p->result.least = fmin(p->result.least, result->least);
	p->result.most = fmax(p->result.most, result->most);
	p->nr++;
	if (!result->holds && !p->failed++)
		p->first = r->id;
}

static void gather(struct predictions *all, const struct pairs *pairs)
{
	const struct pair *p;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (p->tdp)
			mechanism_check(p->tdp, add, all);
		if (p->shadow)
			mechanism_check(p->shadow, add, all);
	}
}

static double shown(double rate)
{
	return fabs(rate) < NOTHING ? 0 : rate;
}

static void add_condition(char **text, const char *what, const char *value)
{
	if (!value)
		return;
	memory_append(text, ", ", what);
	memory_append(text, "", value);
}

/* "KPTI on, the host's huge pages off, on haswell,skylake, at 1,8" */
static char *condition(const struct rule *rule)
{
	char *text = memory_printf("%s", "");

	add_condition(&text, "KPTI ", rule->pti);
	add_condition(&text, "the host's huge pages ", rule->hugepages);
	add_condition(&text, "on ", rule->cpus);
	add_condition(&text, "at ", rule->points);
	return text;
}

static void add_line(struct table *t, const struct prediction *p)
{
	const struct rule *rule = p->result.rule;
	char *bound = mechanism_bound(rule), *why = markdown_escaped(rule->why);
	char *where = condition(rule);

	table_text(t, "%s", p->r->workload);
	table_text(t, "%s", p->r->parameter);
	table_text(t, "%s", where);
	table_text(t, "%s", mechanism_exits(rule, p->r->vendor));
	table_text(t, "%s", bound);
	table_text(t, "%s to %s", format_short(shown(p->result.least)).text,
		   format_short(shown(p->result.most)).text);
	if (p->failed)
		table_text(t, "**fails** in %zu of %zu: %s", p->failed, p->nr, p->first);
	else
		table_text(t, "holds in %zu", p->nr);
	table_text(t, "%s", why);
	free(bound);
	free(where);
	free(why);
}

static bool is_younger(const struct predictions *all)
{
	size_t i;

	for (i = 0; i < all->nr; i++)
		if (mechanism_is_younger(all->prediction[i].r))
			return true;
	return false;
}

static int write_predictions(const struct report *r)
{
	static const char *const columns[] = {
		"<workload", "<mode", "?<if", "<exits", "<per operation", "<observed", "<cells",
		"<for", NULL,
	};
	struct predictions all = { NULL, 0 };
	struct table *t;
	size_t i;
	int err;

	gather(&all, &r->all);
	gather(&all, &r->varied);
	if (!all.nr)
		return 0;
	err = prose_print(r->f, "analysis/mechanisms/predictions.md", (struct prose_value[]) {
		{ "suffix", r->suffix }, { "younger", is_younger(&all) ? "" : NULL },
		{ NULL, NULL },
	});
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < all.nr; i++)
		add_line(t, &all.prediction[i]);
	table_end(t, r->f);
	fputc('\n', r->f);
	free(all.prediction);
	return err;
}

const struct topic_section section_predictions = {
	DOCUMENT_CHECKS, 50, TOPIC_EACH_PLATFORM, NULL, write_predictions,
};
