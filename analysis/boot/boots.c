// SPDX-License-Identifier: GPL-2.0
#include "boots.h"

#include <stdlib.h>
#include <string.h>

#include "record/facts/cpu.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* What a setting makes of the boot, in the order of the table. */
static const struct {
	const char *setting;
	const char *value;
	const char *text;
} texts[] = {
	{ "replace_smp", SETTING_OFF, "the guest kernel keeps its LOCK prefixes" },
	{ "vcpus", "2", "2 vCPUs" },
	{ "hugepages", SETTING_OFF, "the host backs the guest with pages of 4 KiB" },
	{ "pti", SETTING_ON, "KPTI on" },
	{ "cpu", NULL, NULL },
	{ NULL, NULL, NULL },
};

static const char *value_of(const struct boot *b)
{
	return record_setting(pair_any(b->pair), b->setting->name);
}

char *boot_name(const struct boot *b)
{
	const struct record *r = pair_any(b->pair);
	const struct cpu *cpu;
	size_t i;

	if (b->is_distribution) {
		cpu = cpu_find(cpus_of_platform(r->platform), record_setting(r, "cpu"));
		return memory_printf("a Debian's, to its login prompt, %d vCPU%s%s%s%s%s",
				     (int)r->vcpus, r->vcpus == 1 ? "" : "s", cpu ? ", " : "",
				     cpu ? cpu->summary : "", record_pti(r) ? ", KPTI " : "",
				     record_pti(r) ? record_pti(r) : "");
	}
	if (!b->setting)
		return memory_printf("the boot above");
	if (!strcmp(b->setting->name, "cpu")) {
		cpu = cpu_find(cpus_of_platform(r->platform), value_of(b));
		return memory_printf("CPU: %s", cpu ? cpu->summary : value_of(b));
	}
	for (i = 0; texts[i].setting; i++)
		if (texts[i].text && !strcmp(texts[i].setting, b->setting->name) &&
		    !strcmp(texts[i].value, value_of(b)))
			return memory_printf("%s", texts[i].text);
	return memory_printf("`%s = %s`", b->setting->name, value_of(b));
}

double boot_factor(const struct boot *b)
{
	return (double)b->pair->shadow->window.net.exits / b->pair->tdp->window.net.exits;
}

static bool is_known(const struct boots *b, const struct pair *p)
{
	size_t i;

	for (i = 0; i < b->nr; i++)
		if (!strcmp(b->boot[i].pair->name, p->name))
			return true;
	return false;
}

static void add(struct boots *b, const struct pair *p, const struct setting *setting)
{
	if (!pair_is_whole(p) || is_known(b, p) || p->tdp->window.net.exits <= 0 ||
	    (b->nr && !record_same_image(pair_any(p), pair_any(b->boot[0].pair))))
		return;
	b->boot = memory_grow(b->boot, b->nr, sizeof(*b->boot));
	b->boot[b->nr++] = (struct boot) {
		p, setting, record_is_distribution(pair_any(p)),
	};
}

/* All with one setting off its default; of a setting, or of those that have no place of theirs. */
static void add_varied(struct boots *b, const struct pairs *varied, const char *setting)
{
	const struct setting *changed[SETTING_NR];
	const struct pair *p;
	size_t i, k;

	for (i = 0; i < varied->nr; i++) {
		p = &varied->pair[i];
		if (!record_is_boot(pair_any(p)) || record_changed(pair_any(p), changed) != 1)
			continue;
		for (k = 0; texts[k].setting; k++)
			if (!strcmp(texts[k].setting, changed[0]->name))
				break;
		if (setting ? !strcmp(setting, changed[0]->name) : !texts[k].setting)
			add(b, p, changed[0]);
	}
}

static void add_distributions(struct boots *b, const struct pairs *pairs)
{
	const struct setting *changed[SETTING_NR];
	const struct pair *p;
	size_t i, nr;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!record_is_distribution(pair_any(p)))
			continue;
		nr = record_changed(pair_any(p), changed);
		if (nr < 2)
			add(b, p, nr ? changed[0] : NULL);
	}
}

void boots_find(struct boots *b, const struct report *r)
{
	const struct pair *plain = pairs_find_boot(&r->pairs);
	size_t i;

	memset(b, 0, sizeof(*b));
	if (!plain)
		return;
	add(b, plain, NULL);
	for (i = 0; texts[i].setting; i++)
		add_varied(b, &r->varied, texts[i].setting);
	add_varied(b, &r->varied, NULL);
	add_distributions(b, &r->pairs);
	add_distributions(b, &r->varied);
}

const struct boot *boots_with(const struct boots *b, const char *setting, const char *value)
{
	size_t i;

	for (i = 0; i < b->nr; i++)
		if (b->boot[i].setting && !b->boot[i].is_distribution &&
		    !strcmp(b->boot[i].setting->name, setting) &&
		    !strcmp(value_of(&b->boot[i]), value))
			return &b->boot[i];
	return NULL;
}

const struct boot *boots_distribution(const struct boots *b)
{
	const struct boot *found = NULL;
	size_t i;

	for (i = 0; i < b->nr; i++) {
		if (!b->boot[i].is_distribution)
			continue;
		if (!b->boot[i].setting)
			return &b->boot[i];
		/* Theirs were of other CPUs than the default, too. */
		if (!found && !strcmp(b->boot[i].setting->name, "cpu"))
			found = &b->boot[i];
	}
	return found;
}

void boots_free(struct boots *b)
{
	free(b->boot);
}
