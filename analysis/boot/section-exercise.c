// SPDX-License-Identifier: GPL-2.0
/* The page that answers the course exercise: sections about the leaves and about a boot. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boots.h"
#include "changes.h"
#include "frequency-text.h"
#include "ledger/account.h"
#include "output/format.h"
#include "output/table.h"
#include "over-time.h"
#include "parts/prose.h"
#include "published-boots.h"
#include "select/cell-facts.h"
#include "util/memory.h"

/* Reasons named as the most frequent. */
#define MOST	5

static int write_run(const struct report *r)
{
	return pairs_find_boot(&r->pairs) ?
	       prose_print(r->f, "analysis/boot/exercise-run.md", NULL) : 0;
}

const struct topic_section section_exercise_run = {
	DOCUMENT_ASSIGNMENT, 10, TOPIC_ONCE, NULL, write_run,
};

static void print_sample(const struct report *r, const struct record *like)
{
	const struct record *record = reason_states_record(r->companion->run, like);
	char *sample = reason_states_sample(record);

	if (sample)
		fprintf(r->f, "With %s:\n\n```\n$ exitmeter read\n%s```\n\n",
			mode_prose(like->vendor, like->shadow), sample);
	free(sample);
}

static int write_sample(const struct report *r)
{
	const struct pair *boot = pairs_find_boot(&r->pairs);

	if (!boot || !reason_states_record(r->companion->run, boot->tdp))
		return 0;
	fprintf(r->f, "## What it prints\n\nIn a guest of ours that has booted and run nothing "
		"else; since its vCPU was created:\n\n");
	print_sample(r, boot->tdp);
	print_sample(r, boot->shadow);
	return 0;
}

static const struct topic_companion companion = {
	.name = COMPANION_CLASSIC,
	.what = "what the classic leaves say",
	.help = "what the classic leaves say in a guest (classic, beside RUN)",
	.is_extra = true,
};

const struct topic_section section_exercise_sample = {
	DOCUMENT_ASSIGNMENT, 20, TOPIC_ONCE, &companion, write_sample,
};

static int write_leaves(const struct report *r)
{
	static const char *const columns[] = {
		"<CPUID leaf (EAX)", "<edition 1", "<edition 2", "<edition 3", NULL,
	};
	static const struct {
		unsigned int leaf;
		const char *edition[3];
	} leaves[] = {
		{ KVM_EXITMETER_LEAF_TOTAL, { "all exits (EDX:EAX), all cycles (EBX:ECX)",
					      "all exits",
					      "cycles of reason ECX" } },
		{ KVM_EXITMETER_LEAF_REASON, { "exits (EDX:EAX) and cycles (EBX:ECX) of reason ECX",
					       "all cycles", "exits of reason ECX" } },
		{ KVM_EXITMETER_LEAF_THIRD, { "exits of reason ECX", "exits of reason ECX",
					      "all cycles" } },
		{ KVM_EXITMETER_LEAF_FOURTH, { "cycles of reason ECX", "cycles of reason ECX",
					       "all exits" } },
	};
	struct table *t;
	size_t i, e;

	if (!pairs_find_boot(&r->pairs))
		return 0;
	fprintf(r->f, "## The leaves\n\n");
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		table_text(t, "`%#x`", leaves[i].leaf);
		for (e = 0; e < 3; e++)
			table_text(t, "%s", leaves[i].edition[e]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	return prose_print(r->f, "analysis/boot/exercise-leaves.md", NULL);
}

const struct topic_section section_exercise_leaves = {
	DOCUMENT_ASSIGNMENT, 30, TOPIC_ONCE, NULL, write_leaves,
};

static void add_total(struct table *t, const char *what, const struct pair *boot, int64_t on,
		      int64_t off, bool is_share)
{
	const struct ledger *a = &boot->tdp->window.net, *b = &boot->shadow->window.net;

	table_text(t, "%s", what);
	table_int(t, on);
	table_int(t, off);
	table_change(t, on, off);
	if (is_share) {
		table_percent(t, on, a->wall - a->startup);
		table_percent(t, off, b->wall - b->startup);
	} else {
		table_empty(t);
		table_empty(t);
	}
}

static int write_totals(const struct report *r)
{
	const struct pair *boot = pairs_find_boot(&r->pairs);
	const struct ledger *a, *b;
	char *on, *off;
	struct table *t;

	if (!boot || boot->tdp->window.net.exits <= 0 || boot->shadow->window.net.exits <= 0)
		return 0;
	a = &boot->tdp->window.net;
	b = &boot->shadow->window.net;
	fprintf(r->f, "## A boot: all exits and cycles\n\nFrom the first VM entry to the guest's "
		"first process, on one vCPU; the last columns are shares of that time.\n\n");
	on = memory_printf("share, %s", mode_prose(boot->vendor, false));
	off = memory_printf("share, %s", mode_prose(boot->vendor, true));
	t = table_new(TABLE_MARKDOWN, (const char *const[]) {
		"<of a boot", mode_prose(boot->vendor, false), mode_prose(boot->vendor, true),
		"change", on, off, NULL,
	});
	add_total(t, "exits", boot, a->exits, b->exits, false);
	add_total(t, "cycles in KVM", boot, a->kernel, b->kernel, true);
	add_total(t, "of these per exit", boot, llround((double)a->kernel / a->exits),
		  llround((double)b->kernel / b->exits), false);
	add_total(t, "cycles in the VMM, QEMU", boot, a->user, b->user, true);
	add_total(t, "cycles in the guest", boot, a->guest, b->guest, true);
	add_total(t, "cycles halted", boot, a->blocked, b->blocked, true);
	table_end(t, r->f);
	fputc('\n', r->f);
	free(off);
	free(on);
	return 0;
}

const struct topic_section section_exercise_totals = {
	DOCUMENT_ASSIGNMENT, 40, TOPIC_ONCE, NULL, write_totals,
};

static void add_count(struct table *t, const struct record *record, unsigned int row)
{
	const struct ledger_row *x = &record->window.net.rows[row];

	table_int(t, x->count);
	if (x->count > 0)
		table_int(t, llround((double)x->kernel / x->count));
	else
		table_empty(t);
}

static void print_counted(const struct report *r, const struct pair *boot)
{
	const struct ledger *on = &boot->tdp->window.net, *off = &boot->shadow->window.net;
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_number(rows, on, off), i;
	struct table *t;

	t = table_new(TABLE_MARKDOWN, (const char *const[]) {
		"<reason", mode_prose(boot->vendor, false), "cycles per exit",
		mode_prose(boot->vendor, true), "cycles per exit", "<why", NULL,
	});
	for (i = 0; i < nr; i++) {
		if (rows[i] == on->nr_reasons + KVM_EXITMETER_ROW_STARTUP)
			continue;
		table_text(t, "%s", row_label(boot->vendor, rows[i]).text);
		add_count(t, boot->tdp, rows[i]);
		add_count(t, boot->shadow, rows[i]);
		table_text(t, "%s", change_text(boot->vendor, on, off, rows[i]));
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* What there is to say of a reason that did not come. */
enum state { DID_NOT_COME, NOT_ENABLED, NOT_DEFINED };

static enum state state_of(const struct reason_states *s, unsigned int reason)
{
	return !s->defined[reason] ? NOT_DEFINED : s->enabled[reason] ? DID_NOT_COME : NOT_ENABLED;
}

static void add_state(struct table *t, const struct reason_states *s, const struct record *record,
		      enum state state)
{
	bool chosen[LEDGER_MAX_ROWS];
	unsigned int i;
	char *text;

	for (i = 0; i < s->nr; i++)
		chosen[i] = record->window.net.rows[i].count <= 0 && state_of(s, i) == state;
	text = reasons_text(chosen, s->nr, 0);
	table_text(t, "%s", text);
	free(text);
}

static void print_others(const struct report *r, const struct pair *boot,
			 const struct reason_states states[2])
{
	static const char *const texts[] = {
		[DID_NOT_COME] = "0: did not come",
		[NOT_ENABLED] = "0: not enabled by this KVM, on this CPU and in this mode",
		[NOT_DEFINED] = "EDX = 0xffffffff: not defined by the manual",
	};
	char *on = memory_printf("<%s", mode_prose(boot->vendor, false));
	char *off = memory_printf("<%s", mode_prose(boot->vendor, true));
	struct table *t;
	size_t i;

	t = table_new(TABLE_MARKDOWN, (const char *const[]) {
		"<all other reasons", on, off, NULL,
	});
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (i == NOT_ENABLED && !(states[0].is_known && states[1].is_known))
			continue;
		table_text(t, "%s", texts[i]);
		add_state(t, &states[0], boot->tdp, i);
		add_state(t, &states[1], boot->shadow, i);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(off);
	free(on);
}

static int load_states(const struct report *r, const struct pair *boot,
		       struct reason_states states[2])
{
	const struct companion *classic = report_companion(r, COMPANION_CLASSIC);
	const struct run *run = classic ? classic->run : NULL;

	return reason_states_load(&states[0], run, boot->tdp) |
	       reason_states_load(&states[1], run, boot->shadow);
}

static int write_every(const struct report *r)
{
	const struct pair *boot = pairs_find_boot(&r->pairs);
	struct reason_states states[2];

	if (!boot)
		return 0;
	if (load_states(r, boot, states))
		return -1;
	fprintf(r->f, "## A boot: every reason, and why it changes\n\n");
	print_counted(r, boot);
	print_others(r, boot, states);
	return 0;
}

const struct topic_section section_exercise_reasons = {
	DOCUMENT_ASSIGNMENT, 50, TOPIC_ONCE, NULL, write_every,
};

static void say_extremes(const struct report *r, const struct record *record)
{
	struct frequency f;
	char *least;
	size_t i;

	frequency_of(&f, record);
	least = frequency_least_text(&f, 0, record->vendor);
	fprintf(r->f, "- With %s the most frequent are",
		mode_prose(record->vendor, record->shadow));
	for (i = 0; i < f.nr && i < MOST; i++)
		fprintf(r->f, "%s %s (%s)", i ? "," : "",
			row_label(record->vendor, f.reason[i].row).text,
			format_percent(f.reason[i].share, 1).text);
	fprintf(r->f, "; the least frequent: %s. %zu reasons came.\n", least, f.nr);
	free(least);
}

static int write_extremes(const struct report *r)
{
	const struct pair *boot = pairs_find_boot(&r->pairs);

	if (!boot)
		return 0;
	fprintf(r->f, "## A boot: most and least frequent\n\n");
	say_extremes(r, boot->tdp);
	say_extremes(r, boot->shadow);
	fputc('\n', r->f);
	return 0;
}

const struct topic_section section_exercise_extremes = {
	DOCUMENT_ASSIGNMENT, 60, TOPIC_ONCE, NULL, write_extremes,
};

static int write_rate(const struct report *r)
{
	if (!pairs_find_boot(&r->pairs))
		return 0;
	return over_time_print(r, "## A boot: do the exits come steadily?");
}

const struct topic_section section_exercise_rate = {
	DOCUMENT_ASSIGNMENT, 70, TOPIC_ONCE, NULL, write_rate,
};

static int write_own(const struct report *r)
{
	struct boots boots;
	int err = 0;

	boots_find(&boots, r);
	if (boots.nr) {
		fprintf(r->f, "## What differs in your guest\n\n");
		err = published_boots_print(r, &boots, "analysis/boot/exercise-own.md");
	}
	boots_free(&boots);
	return err;
}

const struct topic_section section_exercise_own = {
	DOCUMENT_ASSIGNMENT, 80, TOPIC_ONCE, NULL, write_own,
};
