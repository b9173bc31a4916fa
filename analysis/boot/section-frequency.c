// SPDX-License-Identifier: GPL-2.0
/* The report's section about the most and the least frequent exits. */
#include <stdlib.h>
#include <string.h>

#include "frequency.h"
#include "frequency-text.h"
#include "output/format.h"
#include "output/table.h"
#include "parts/report.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Places in the table. */
#define PLACES	5

/**
 * struct sides - the two modes of what is spoken of
 * @boot: nested paging, shadow paging
 * @jobs: likewise
 * @states: likewise
 */
struct sides {
	struct frequency boot[2];
	struct frequency jobs[2];
	struct reason_states states[2];
};

static void add_place(struct table *t, const struct report *r, const struct frequency *f, size_t i)
{
	if (i < f->nr)
		table_text(t, "%s %s", row_label(r->pairs.pair[0].vendor, f->reason[i].row).text,
			   format_percent(f->reason[i].share, 1).text);
	else
		table_empty(t);
}

static void add_least(struct table *t, const struct report *r, const struct frequency *f)
{
	char *text = frequency_least_text(f, PLACES, r->pairs.pair[0].vendor);

	table_text(t, "%s", text);
	free(text);
}

static void print_places(const struct report *r, const struct sides *s)
{
	unsigned int vendor = r->pairs.pair[0].vendor;
	size_t nr = s->jobs[0].nr_workloads, i, m;
	char *titles[5] = { memory_printf("<place") };
	const char *columns[6] = { NULL };
	struct table *t;

	for (m = 0; m < 2; m++) {
		titles[1 + m] = memory_printf("<boot, %s", mode_prose(vendor, m));
		titles[3 + m] = memory_printf("?<%zu other job%s, %s", nr, nr == 1 ? "" : "s",
					      mode_prose(vendor, m));
	}
	for (i = 0; i < 5; i++)
		columns[i] = titles[i];
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < PLACES; i++) {
		table_text(t, "%zu.", i + 1);
		for (m = 0; m < 2; m++)
			add_place(t, r, &s->boot[m], i);
		for (m = 0; m < 2; m++)
			add_place(t, r, &s->jobs[m], i);
	}
	table_text(t, "least");
	for (m = 0; m < 2; m++)
		add_least(t, r, &s->boot[m]);
	for (m = 0; m < 2; m++)
		add_least(t, r, &s->jobs[m]);
	table_text(t, "reasons that came");
	for (m = 0; m < 2; m++)
		table_int(t, s->boot[m].nr);
	for (m = 0; m < 2; m++)
		if (s->jobs[m].nr)
			table_int(t, s->jobs[m].nr);
		else
			table_empty(t);
	table_end(t, r->f);
	fputc('\n', r->f);
	for (i = 0; i < 5; i++)
		free(titles[i]);
}

/* The answer, before the table. */
static void say_first(const struct report *r, const struct sides *s)
{
	unsigned int vendor = r->pairs.pair[0].vendor;
	const struct frequency *on = &s->boot[0], *off = &s->boot[1];

	if (!on->nr || !off->nr)
		return;
	fprintf(r->f, "In a boot, the most frequent exit is %s with %s and %s with %s.",
		row_label(vendor, on->reason[0].row).text, mode_prose(vendor, false),
		row_label(vendor, off->reason[0].row).text, mode_prose(vendor, true));
	if (s->jobs[0].nr && s->jobs[1].nr)
		fprintf(r->f, " In the other jobs it is %s and %s.",
			row_label(vendor, s->jobs[0].reason[0].row).text,
			row_label(vendor, s->jobs[1].reason[0].row).text);
	fprintf(r->f, " The row \"least\" has the last %d in that order, and what is as frequent, "
		"which need not be rare where few reasons came. Shares are of all exits",
		FREQUENCY_LEAST);
	if (s->jobs[0].nr)
		fprintf(r->f, "; those of the jobs are means in which each job weighs the same, "
			"net of program start-up, and micro-benchmarks are not among them");
	if (r->all.nr > r->pairs.nr)
		fprintf(r->f, "; all are of the first seed");
	fprintf(r->f, ".\n\n");
}

typedef bool (*choose)(const struct sides *s, size_t mode, unsigned int reason);

static bool never_came(const struct sides *s, size_t m, unsigned int reason)
{
	return s->states[m].enabled[reason] && !frequency_find(&s->boot[m], reason) &&
	       !frequency_find(&s->jobs[m], reason);
}

static bool not_enabled(const struct sides *s, size_t m, unsigned int reason)
{
	return s->states[m].defined[reason] && !s->states[m].enabled[reason];
}

/* "44, 47 and others" of those that are chosen in both modes, in one of them, and so on. */
static char *chosen_text(const struct sides *s, unsigned int vendor, choose is_chosen, bool on,
			 bool off)
{
	bool chosen[LEDGER_MAX_ROWS] = { false };
	unsigned int i;

	for (i = 0; i < s->states[0].nr; i++)
		chosen[i] = is_chosen(s, 0, i) == on && is_chosen(s, 1, i) == off;
	return reasons_text(chosen, s->states[0].nr, vendor);
}

static void say_chosen(const struct report *r, const struct sides *s, const char *what,
		       choose is_chosen)
{
	unsigned int vendor = r->pairs.pair[0].vendor;
	char *both = chosen_text(s, vendor, is_chosen, true, true);
	char *on = chosen_text(s, vendor, is_chosen, true, false);
	char *off = chosen_text(s, vendor, is_chosen, false, true);

	if (*both || *on || *off) {
		fprintf(r->f, "- **%s** in both modes: %s", what, *both ? both : "none");
		if (*on)
			fprintf(r->f, "; with %s only: %s", mode_prose(vendor, false), on);
		if (*off)
			fprintf(r->f, "; with %s only: %s", mode_prose(vendor, true), off);
		fprintf(r->f, ".\n");
	}
	free(off);
	free(on);
	free(both);
}

static void say_undefined(const struct report *r, const struct sides *s)
{
	unsigned int last = s->states[0].nr, i;
	bool gap[LEDGER_MAX_ROWS] = { false };
	char *text;

	while (last && !s->states[0].defined[last - 1])
		last--;
	for (i = 0; i < last; i++)
		gap[i] = !s->states[0].defined[i];
	text = reasons_text(gap, last, 0);
	fprintf(r->f, "- **Not defined** by the manual: %s%s%u and above.\n", text,
		*text ? ", " : "", last);
	free(text);
}

static double rate(const struct record *r)
{
	const struct ledger l = record_work(r);
	int64_t time = l.wall - l.startup;

	return time > 0 ? l.exits * 1e3 * r->window.info.tsc_khz / time : 0;
}

/* Of the jobs, the one that makes most exits in a second. */
static const struct pair *busiest(const struct pairs *jobs)
{
	const struct pair *p, *found = NULL;
	size_t i;

	for (i = 0; i < jobs->nr; i++) {
		p = &jobs->pair[i];
		if (pair_is_whole(p) && (!found || rate(p->shadow) > rate(found->shadow)))
			found = p;
	}
	return found;
}

static const struct pair *find_idle(const struct pairs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->nr; i++)
		if (pair_is_whole(&jobs->pair[i]) && !strcmp(jobs->pair[i].name, "idle"))
			return &jobs->pair[i];
	return NULL;
}

static void say_rates(const struct report *r, const struct pair *boot)
{
	const struct pair *idle = find_idle(&r->jobs), *most = busiest(&r->jobs);

	fprintf(r->f, "- **Exits per second** of elapsed time, net; one second is %s cycles: a "
		"boot takes %s with %s and %s with %s",
		format_short(1e3 * boot->tdp->window.info.tsc_khz).text,
		format_short(rate(boot->tdp)).text, mode_prose(boot->vendor, false),
		format_short(rate(boot->shadow)).text, mode_prose(boot->vendor, true));
	if (idle)
		fprintf(r->f, "; an idle guest %s and %s", format_short(rate(idle->tdp)).text,
			format_short(rate(idle->shadow)).text);
	if (most && most != boot && most != idle)
		fprintf(r->f, "; `%s`, which has most with EPT off, %s and %s", most->name,
			format_short(rate(most->tdp)).text, format_short(rate(most->shadow)).text);
	fprintf(r->f, ".\n\n");
}

static int write_frequency(const struct report *r)
{
	const struct companion *classic = report_companion(r, COMPANION_CLASSIC);
	const struct pair *boot = pairs_find_boot(&r->pairs);
	struct sides s;
	int err = 0;
	size_t m;

	if (!boot)
		return 0;
	for (m = 0; m < 2; m++) {
		frequency_of(&s.boot[m], m ? boot->shadow : boot->tdp);
		frequency_of_jobs(&s.jobs[m], &r->jobs, m);
		err |= reason_states_load(&s.states[m], classic ? classic->run : NULL,
					  m ? boot->shadow : boot->tdp);
	}
	if (err)
		return -1;
	fprintf(r->f, "## Which exits are the most and the least frequent?\n\n");
	say_first(r, &s);
	print_places(r, &s);
	if (s.states[0].is_known && s.states[1].is_known) {
		say_chosen(r, &s, "Can be enabled by this KVM, but did not come in this "
			   "boot and these jobs", never_came);
		say_chosen(r, &s, "Not enabled by KVM", not_enabled);
	} else {
		say_chosen(r, &s, "Did not come in this boot and these jobs", never_came);
	}
	say_undefined(r, &s);
	say_rates(r, boot);
	return 0;
}

const struct topic_section section_frequent = {
	DOCUMENT_REPORT, 40, TOPIC_ONCE, NULL, write_frequency,
};
