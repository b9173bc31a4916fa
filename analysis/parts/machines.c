// SPDX-License-Identifier: GPL-2.0
#include "machines.h"

#include <stdlib.h>
#include <string.h>

#include "record/facts/cpu.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Nothing but the CPU and KPTI are off their default; tell which. */
static bool is_of_machine(const struct record *r, bool *cpu, bool *pti)
{
	const struct setting *changed[SETTING_NR];
	size_t nr = record_changed(r, changed), i;

	*cpu = *pti = false;
	for (i = 0; i < nr; i++) {
		if (changed[i] == &settings[SETTING_cpu])
			*cpu = true;
		else if (changed[i] == &settings[SETTING_pti])
			*pti = true;
		else
			return false;
	}
	return true;
}

static struct machine *find_or_add(struct machines *m, const struct pair *p, bool kpti)
{
	const char *cpu = record_setting(pair_any(p), "cpu");
	struct machine *one;

	for (one = m->machine; one < m->machine + m->nr; one++)
		if (!strcmp(one->platform, p->platform) && !strcmp(one->cpu, cpu) &&
		    one->kpti == kpti)
			return one;
	m->machine = memory_grow(m->machine, m->nr, sizeof(*one));
	one = &m->machine[m->nr++];
	one->platform = p->platform;
	one->cpu = cpu;
	one->kpti = kpti;
	one->vendor = p->vendor;
	return one;
}

static void add_pairs(struct machines *m, const struct pairs *pairs)
{
	struct machine *machine;
	const struct pair *p;
	bool cpu, pti;
	size_t i;

	for (i = 0; i < pairs->nr; i++) {
		p = &pairs->pair[i];
		if (!pair_is_whole(p) || !record_pti(p->tdp) || !record_pti(p->shadow) ||
		    strcmp(record_pti(p->tdp), record_pti(p->shadow)) ||
		    !is_of_machine(p->tdp, &cpu, &pti))
			continue;
		machine = find_or_add(m, p, !strcmp(record_pti(p->tdp), SETTING_ON));
		machine->is_chosen |= !pti;
		machine->is_default |= !cpu;
		machine->pairs.pair = memory_grow(machine->pairs.pair, machine->pairs.nr,
						  sizeof(*p));
		machine->pairs.pair[machine->pairs.nr++] = *p;
	}
}

/* Index of the first machine of the CPU: KPTI does not move it from where it is first seen. */
static size_t place_of(const struct machines *m, const struct machine *one)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (!strcmp(m->machine[i].platform, one->platform) &&
		    !strcmp(m->machine[i].cpu, one->cpu))
			break;
	return i;
}

/* Few machines: insertion, which leaves alone what is in order. */
static void put_in_order(struct machines *m)
{
	size_t *place = memory_zalloc((m->nr + 1) * sizeof(*place)), i, k, moved_place;
	struct machine moved;

	for (i = 0; i < m->nr; i++)
		place[i] = 2 * place_of(m, &m->machine[i]) + m->machine[i].kpti;
	for (i = 1; i < m->nr; i++) {
		moved = m->machine[i];
		moved_place = place[i];
		for (k = i; k && place[k - 1] > moved_place; k--) {
			m->machine[k] = m->machine[k - 1];
			place[k] = place[k - 1];
		}
		m->machine[k] = moved;
		place[k] = moved_place;
	}
	free(place);
}

void machines_of_report(struct machines *m, const struct report *r)
{
	size_t i;

	memset(m, 0, sizeof(*m));
	for (i = 0; i < r->nr_platforms; i++) {
		add_pairs(m, &r->views[i].all);
		add_pairs(m, &r->views[i].varied);
	}
	put_in_order(m);
}

const struct machine *machines_find(const struct machines *m, const char *platform, bool kpti)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (m->machine[i].is_default && m->machine[i].kpti == kpti &&
		    !strcmp(m->machine[i].platform, platform))
			return &m->machine[i];
	return NULL;
}

const struct machine *machines_main(const struct machines *m, const char *platform)
{
	const struct machine *off = machines_find(m, platform, false);
	const struct machine *on = machines_find(m, platform, true);

	if (off && on)
		return on->is_chosen && !off->is_chosen ? on : off;
	return off ? off : on;
}

const struct machine *machines_other(const struct machines *m, const struct machine *main)
{
	return main ? machines_find(m, main->platform, !main->kpti) : NULL;
}

const struct pair *machine_pair(const struct machine *m, const char *workload)
{
	size_t i;

	for (i = 0; i < m->pairs.nr; i++)
		if (!strcmp(pair_any(&m->pairs.pair[i])->workload, workload))
			return &m->pairs.pair[i];
	return NULL;
}

char *machine_name(const struct machine *m)
{
	const struct cpu *cpus = cpus_of_platform(m->platform);
	const struct cpu *cpu = cpus ? cpu_find(cpus, m->cpu) : NULL;

	if (cpu)
		return memory_printf("%s (%s)", cpu->name, cpu->summary);
	return memory_printf("%s", *m->cpu ? m->cpu : m->platform);
}

void machines_free(struct machines *m)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		free(m->machine[i].pairs.pair);
	free(m->machine);
	memset(m, 0, sizeof(*m));
}
