// SPDX-License-Identifier: GPL-2.0
/* The report's section about what the settings change. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "record/facts/settings.h"
#include "parts/report.h"
#include "output/table.h"
#include "variation.h"
#include "select/cell-facts.h"
#include "select/thresholds.h"
#include "select/metric.h"

static const char *setting_text(const char *name)
{
	const struct setting *s = setting_find(name);

	if (!*name)
		return "Cells that differ from the default in several settings";
	return s ? s->text : "";
}

static const char *setting_title(const char *name)
{
	return *name ? name : "several at once";
}

/* Is it the first of its setting? */
static bool begins_setting(const struct variations *v, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(v->variation[i].setting, v->variation[index].setting))
			return false;
	return true;
}

static int64_t exits(const struct record *r)
{
	return r->window.net.exits;
}

static bool is_comparable(const struct variation *v)
{
	return v->plain && exits(v->plain) > 0 && exits(v->r) > 0;
}

/* How large a change of the exits is, whether up or down. */
static double change(const struct variation *v)
{
	return fabs(log((double)exits(v->r) / exits(v->plain)));
}

/* What the cells of one setting have in common. */
struct finding {
	size_t nr;
	size_t same;
	const struct variation *largest;
};

static struct finding find(const struct variations *v, const char *setting)
{
	struct finding f = { 0, 0, NULL };
	const struct variation *one;
	size_t i;

	for (i = 0; i < v->nr; i++) {
		one = &v->variation[i];
		if (strcmp(one->setting, setting) || !is_comparable(one))
			continue;
		f.nr++;
		f.same += change(one) <= log(1 + SAME);
		if (!f.largest || change(one) > change(f.largest))
			f.largest = one;
	}
	return f;
}

static void say_setting(const struct report *r, const struct variations *v, const char *setting)
{
	struct finding f = find(v, setting);
	const struct variation *l = f.largest;

	fprintf(r->f, "- **%s**: ", setting_title(setting));
	if (!f.nr) {
		fprintf(r->f, "no cell can be compared.\n");
		return;
	}
	if (exits(l->r) == exits(l->plain)) {
		fprintf(r->f, "as many exits as in the plain cell, to the last one, in %s.\n",
			f.nr == 1 ? "the one cell compared" : "all cells compared");
		return;
	}
	fprintf(r->f, "the exits change most with %s%s%s in %s, %s on `%s`: from %s to %s (%s).",
		setting, *setting ? " " : "", l->value, l->r->workload, l->r->parameter,
		l->r->platform, format_int(exits(l->plain)).text, format_int(exits(l->r)).text,
		format_change(exits(l->plain), exits(l->r)).text);
	fprintf(r->f, " The same within 1 %% in %zu of %zu.\n", f.same, f.nr);
}

static bool begins_platform(const struct variations *v, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(v->variation[i].r->platform, v->variation[index].r->platform))
			return false;
	return true;
}

static void say_platforms(const struct report *r, const struct variations *v)
{
	const struct platform_facts *platform;
	size_t i;

	for (i = 0; i < v->nr; i++) {
		platform = platform_facts(v->variation[i].r->platform);
		if (begins_platform(v, i))
			fprintf(r->f, "- On `%s` a cycle is %s, and equal runs are %s.\n",
				v->variation[i].r->platform, platform->cycle,
				platform->is_exact ? "equal" :
				"not equal: a small change may be none");
	}
}

/* What "auto" was; NULL if the setting is another or the record does not tell. */
static const char *automatic(const struct variation *v)
{
	if (strcmp(v->setting, "pti") || strcmp(record_setting(v->plain, "pti"), "auto"))
		return NULL;
	return record_pti(v->plain);
}

static void add_note(struct table *t, const struct variation *v)
{
	char *note = memory_printf("%s", ""), *text;

	if (!v->plain) {
		memory_append(&note, "; ", "**no plain cell to compare with**");
	} else {
		if (automatic(v)) {
			text = memory_printf("auto is %s here", automatic(v));
			memory_append(&note, "; ", text);
			free(text);
		}
		if (v->is_elsewhere)
			memory_append(&note, "; ", "plain cell of the run above");
		if (strcmp(record_image(v->plain), record_image(v->r)))
			memory_append(&note, "; ", "**plain cell of another image**");
	}
	table_text(t, "%s", note);
	free(note);
}

static void add_values(struct table *t, const struct variation *v,
		       int64_t (*value)(const struct ledger *l),
		       void (*cell)(struct table *t, int64_t n))
{
	int64_t with = value(&v->r->window.net);

	if (v->plain)
		cell(t, value(&v->plain->window.net));
	else
		table_empty(t);
	cell(t, with);
	if (v->plain)
		table_change(t, value(&v->plain->window.net), with);
	else
		table_empty(t);
}

static void cycles(struct table *t, int64_t n)
{
	table_short(t, n);
}

/* The value that the plain cells have; empty if they don't tell. */
static const char *plain_value(const struct variations *v, const char *setting)
{
	const char *value;
	size_t i;

	for (i = 0; i < v->nr; i++) {
		if (!v->variation[i].plain || strcmp(v->variation[i].setting, setting))
			continue;
		value = record_setting(v->variation[i].plain, setting);
		if (*value)
			return value;
	}
	return "";
}

static bool has_seeds(const struct variations *v)
{
	size_t i;

	for (i = 1; i < v->nr; i++)
		if (v->variation[i].r->seed != v->variation[0].r->seed)
			return true;
	return false;
}

static void print_setting(const struct report *r, const struct variations *v, const char *setting)
{
	static const char *const columns[] = {
		"<platform", "<mode", "<workload", "?seed", "<value", "exits plain", "with it",
		"change", "kernel cycles plain", "with it", "change", "busy cycles plain",
		"with it", "change", "?<note", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const char *text = setting_text(setting), *plain = plain_value(v, setting);
	const struct variation *one;
	size_t i;

	fprintf(r->f, "### %s\n\n", setting_title(setting));
	if (*text)
		fprintf(r->f, "%s.%s%s%s\n\n", text, *plain ? " The plain cells have " : "", plain,
			*plain ? "." : "");
	for (i = 0; i < v->nr; i++) {
		one = &v->variation[i];
		if (strcmp(one->setting, setting))
			continue;
		table_text(t, "%s", one->r->platform);
		table_text(t, "%s", one->r->parameter);
		table_text(t, "%s", one->r->workload);
		if (has_seeds(v))
			table_int(t, one->r->seed);
		else
			table_empty(t);
		table_text(t, "%s", one->value);
		add_values(t, one, metric_exits, table_int);
		add_values(t, one, metric_kernel, cycles);
		add_values(t, one, metric_busy, cycles);
		add_note(t, one);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static size_t count_unmeasured(const struct run *run)
{
	size_t n = 0, i;

	for (i = 0; i < run->nr_records; i++)
		n += run->records[i]->unmeasured;
	return n;
}

/* In the order in which they come up; several at once come last. */
typedef void (*print_fn)(const struct report *r, const struct variations *v, const char *setting);

static void visit_settings(const struct report *r, const struct variations *v, print_fn print)
{
	int several;
	size_t i;

	for (several = 0; several < 2; several++)
		for (i = 0; i < v->nr; i++)
			if (begins_setting(v, i) &&
			    several == !*v->variation[i].setting)
				print(r, v, v->variation[i].setting);
}

static void print_section(const struct report *r, const struct variations *v,
			  const struct run *run)
{
	size_t unmeasured = count_unmeasured(run);

	fprintf(r->f, "## What the settings change\n\nEach cell is compared with the plain cell: "
		"the same platform, mode, workload and seed, all settings at their defaults.\n\n");
	visit_settings(r, v, say_setting);
	if (!v->nr)
		fprintf(r->f, "- No cell with another setting was measured.\n");
	say_platforms(r, v);
	if (unmeasured)
		fprintf(r->f, "- Without a window, as it was to be: %zu cell%s; nothing of them is "
			"below.\n", unmeasured, unmeasured == 1 ? "" : "s");
	fputc('\n', r->f);
	report_failures(r, run);
	visit_settings(r, v, print_setting);
}

static int write_settings(const struct report *r)
{
	struct variations v;

	variations_of_run(&v, r->companion->run, r->run);
	print_section(r, &v, r->companion->run);
	variations_free(&v);
	return 0;
}

static const struct topic_companion companion = {
	.name = COMPANION_SETTINGS,
	.what = "what the settings change",
	.help = "what the settings change (settings, beside RUN)",
};

const struct topic_section section_settings = {
	DOCUMENT_SETTINGS, 10, TOPIC_ONCE, &companion, write_settings,
};
