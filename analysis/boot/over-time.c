// SPDX-License-Identifier: GPL-2.0
#include "over-time.h"

#include <stdlib.h>
#include <string.h>

#include "output/format.h"
#include "select/cell-facts.h"
#include "timeline/burst.h"
#include "util/memory.h"

static const struct cell_timeline *find_timeline(const struct cell_timelines *t,
						 const struct report *r)
{
	size_t i;

	for (i = 0; i < t->nr; i++)
		if (!t->cell[i].r->shadow && !strcmp(t->cell[i].r->platform, r->platform) &&
		    record_is_boot(t->cell[i].r) && cell_timelines_partner(t, &t->cell[i]))
			return &t->cell[i];
	return NULL;
}

/* What a phase of the boot has of its time and of its exits. */
static void say_phase(const struct report *r, const struct cell_timeline *c, const char *name)
{
	const struct timeline_phase *p = cell_timeline_phase(c, name);
	struct ledger sum;

	cell_timeline_sum_phase(c, p, &sum);
	fprintf(r->f, "%.0f ms and %s exits with %s", cell_timeline_ms(c, p->end - p->begin),
		format_int(sum.exits).text, mode_prose(c->r->vendor, c->r->shadow));
}

static void say_phases(const struct report *r, const struct cell_timeline *on,
		       const struct cell_timeline *off)
{
	static const char *const names[] = { PHASE_FIRMWARE, PHASE_KERNEL };
	size_t i;

	for (i = 0; i < 2; i++)
		if (!cell_timeline_phase(on, names[i]) || !cell_timeline_phase(off, names[i]))
			return;
	fprintf(r->f, "- **The phases.** ");
	for (i = 0; i < 2; i++) {
		fprintf(r->f, i ? "; the kernel has " : "The firmware has ");
		say_phase(r, on, names[i]);
		fprintf(r->f, " and ");
		say_phase(r, off, names[i]);
	}
	fprintf(r->f, ".\n");
}

static void say_bursts(const struct report *r, const struct cell_timeline *on,
		       const struct cell_timeline *off)
{
	fprintf(r->f, "- **Exits come in bursts.** The busiest tenth of the time has %s of a "
		"boot's exits with %s and %s with %s; the peak is %.0f and %.0f exits per ms.\n",
		format_percent(burst_busiest(on), 1).text, mode_prose(on->r->vendor, false),
		format_percent(burst_busiest(off), 1).text, mode_prose(off->r->vendor, true),
		burst_highest(on), burst_highest(off));
}

static void say_plateau(const struct report *r, const struct cell_timeline *off)
{
	struct timeline_phase boot = burst_boot(off);
	struct plateau p;
	struct ledger all;

	if (!plateau_find(&p, off))
		return;
	cell_timeline_sum_phase(off, &boot, &all);
	fprintf(r->f, "- **The plateau is the kernel's patching.** In %.0f ms it takes %s of the "
		"sampled boot's %s exits, %s of them for control registers.\n",
		cell_timeline_ms(off, p.end - p.begin), format_int(p.exits).text,
		format_int(all.exits).text, format_int(p.of_class).text);
}

int over_time_print(const struct report *r, const char *heading)
{
	const struct companion *c = report_companion(r, "timeline");
	const struct cell_timeline *on, *off;
	struct cell_timelines timelines;
	char *name, *path;
	int err;

	if (!c)
		return 0;
	err = cell_timelines_load(&timelines, c->run);
	on = err ? NULL : find_timeline(&timelines, r);
	if (on) {
		off = cell_timelines_partner(&timelines, on);
		name = memory_printf("charts/%s.timeline.%s.svg", r->platform, on->r->name);
		path = report_path(r, c, name);
		fprintf(r->f, "%s\n\n![Exits over time](%s)\n\n", heading, path);
		free(path);
		free(name);
		fprintf(r->f, "Of a boot that was sampled every %.3g ms; a sample belongs to the "
			"phase in which it ends, so counts differ a little from those above.\n\n",
			on->timeline.interval_ns / 1e6);
		say_phases(r, on, off);
		say_bursts(r, on, off);
		say_plateau(r, off);
		fputc('\n', r->f);
	}
	cell_timelines_free(&timelines);
	return err;
}
