// SPDX-License-Identifier: GPL-2.0
/* The report's section about the settings that change something. */
#include <stdlib.h>
#include <string.h>

#include "effects-text.h"
#include "parts/prose.h"
#include "record/facts/cpu.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Workloads of a setting in the table: those that it changes most; of each CPU one. */
#define SHOWN		2
#define SHOWN_CPU	1

/* The settings that have a sentence of their own if they change something; see effects.md. */
static const char *const told[] = {
	"cpu", "vcpus", "hugepages", "pti", "ioeventfd", "replace_smp",
};

#define TOLD	(sizeof(told) / sizeof(told[0]))

/* Is it the first of its setting and value? */
static bool begins(const struct effects *e, size_t i)
{
	return !i || e->effect[i].setting != e->effect[i - 1].setting ||
	       strcmp(e->effect[i].value, e->effect[i - 1].value);
}

static bool changes(const struct effects *e, const char *setting)
{
	size_t i;

	for (i = 0; i < e->nr; i++)
		if (!strcmp(e->effect[i].setting->name, setting) && e->effect[i].change > 0)
			return true;
	return false;
}

static char *name_of(const struct effect *e)
{
	const struct cpu *cpu = NULL;

	if (!strcmp(e->setting->name, "cpu"))
		cpu = cpu_find(cpus_of_platform(e->with->platform), e->value);
	return cpu ? memory_printf("%s", cpu->summary) :
		     memory_printf("`%s = %s`", e->setting->name, e->value);
}

static void add_effect(struct table *t, const struct effect *e)
{
	char *name = name_of(e);

	table_text(t, "%s", name);
	table_text(t, "%s", pair_any(e->with)->workload);
	effect_add_net(t, e->exits);
	effect_add_net(t, e->busy);
	free(name);
}

static void print_effects(const struct report *r, const struct effects *e)
{
	struct table *t = effects_table(e, (const char *const[]) { "<setting", "<workload", NULL },
					false);
	size_t i, nr = 0;

	for (i = 0; i < e->nr; i++) {
		nr = begins(e, i) ? 1 : nr + 1;
		if (nr <= (strcmp(e->effect[i].setting->name, "cpu") ? SHOWN : SHOWN_CPU) &&
		    e->effect[i].change > 0)
			add_effect(t, &e->effect[i]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* Is no effect before this one of its workload, of those that change nothing? */
static bool is_first_unchanged(const struct effects *e, size_t i)
{
	const char *workload = pair_any(e->effect[i].with)->workload;
	size_t k;

	for (k = 0; k < i; k++)
		if (!changes(e, e->effect[k].setting->name) &&
		    !strcmp(pair_any(e->effect[k].with)->workload, workload))
			return false;
	return true;
}

/*
 * "memory (128, 512), vpid (off)" of the settings that change nothing, which so many comparisons
 * say, of so many workloads; to be freed.
 */
static char *unchanged(const struct effects *e, size_t *nr, size_t *workloads)
{
	char *text = memory_printf("%s", "");
	const struct setting *last = NULL;
	size_t i;

	*nr = *workloads = 0;
	for (i = 0; i < e->nr; i++) {
		if (changes(e, e->effect[i].setting->name))
			continue;
		++*nr;
		*workloads += is_first_unchanged(e, i);
		if (!begins(e, i))
			continue;
		if (last != e->effect[i].setting) {
			memory_append(&text, last ? "), " : "", "`");
			memory_append(&text, "", e->effect[i].setting->name);
			memory_append(&text, "", "` (");
		} else {
			memory_append(&text, "", ", ");
		}
		memory_append(&text, "", e->effect[i].value);
		last = e->effect[i].setting;
	}
	if (last)
		memory_append(&text, "", ")");
	return text;
}

/* The CPUs on which the guest's kernel turns KPTI on by itself; to be freed. */
static char *cpus_with_pti(const struct effects *e)
{
	char *text = memory_printf("%s", ""), *name;
	const char *pti;
	size_t i;

	for (i = 0; i < e->nr; i++) {
		if (!begins(e, i) || strcmp(e->effect[i].setting->name, "cpu"))
			continue;
		pti = record_pti(pair_any(e->effect[i].with));
		if (!pti || strcmp(pti, SETTING_ON))
			continue;
		name = name_of(&e->effect[i]);
		memory_append(&text, "; ", name);
		free(name);
	}
	return text;
}

static int say_why(const struct report *r, const struct effects *e)
{
	unsigned int vendor = e->effect[0].with->vendor;
	size_t nr, workloads, i;
	char *cpus = cpus_with_pti(e), *same = unchanged(e, &nr, &workloads);
	char *in = memory_printf("%zu comparison%s of %zu workload%s", nr, nr == 1 ? "" : "s",
				 workloads, workloads == 1 ? "" : "s");
	struct prose_value values[TOLD + 6];
	int err;

	for (i = 0; i < TOLD; i++)
		values[i] = (struct prose_value) { told[i], changes(e, told[i]) ? "" : NULL };
	values[i++] = (struct prose_value) { "cpus-with-pti", *cpus ? cpus : NULL };
	values[i++] = (struct prose_value) { "unchanged", *same ? same : NULL };
	values[i++] = (struct prose_value) { "unchanged-in", in };
	values[i++] = (struct prose_value) { "on", mode_prose(vendor, false) };
	values[i++] = (struct prose_value) { "off", mode_prose(vendor, true) };
	values[i] = (struct prose_value) { NULL, NULL };
	err = prose_print(r->f, "analysis/settings/effects.md", values);
	free(in);
	free(same);
	free(cpus);
	return err;
}

static int print_section(const struct report *r, const struct effects *e)
{
	size_t i, changed = 0;

	for (i = 0; i < e->nr; i++)
		changed += e->effect[i].change > 0;
	fprintf(r->f, "## What do KPTI, huge pages and vCPUs change?\n\n");
	if (changed) {
		fprintf(r->f, "Each row changes one setting from its default, for the jobs that it "
			"changes most; net. The others are among ");
		report_link(r, DOCUMENT_SETTINGS, "all settings and workloads");
		fprintf(r->f, ".\n\n");
		print_effects(r, e);
	}
	return say_why(r, e);
}

static int write_effects(const struct report *r)
{
	struct effects e;
	int err = 0;

	effects_find(&e, r, EFFECTS_OF_JOBS);
	if (e.nr)
		err = print_section(r, &e);
	effects_free(&e);
	return err;
}

const struct topic_section section_effects = {
	DOCUMENT_REPORT, 80, TOPIC_ONCE, NULL, write_effects,
};
