// SPDX-License-Identifier: GPL-2.0
#include "laws.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "output/format.h"
#include "host.h"
#include "memory.h"
#include "ledger/class.h"
#include "ledger/row.h"
#include "statistic.h"
#include "timeline.h"

#define DETAIL_SIZE	160

struct checker {
	const struct record *r;
	law_visitor visit;
	void *context;
};

static void result(const struct checker *c, const char *law, const char *text,
		   const char *where, int64_t difference, const char *detail)
{
	const struct law_result res = {
		.law = law,
		.text = text,
		.where = where,
		.difference = difference,
		.detail = difference ? detail : "",
	};

	c->visit(c->context, c->r, &res);
}

/* The accounts' totals, as the meter keeps them, against their rows. */
static int64_t accounts_difference(const struct ledger *l, char detail[DETAIL_SIZE])
{
	int64_t sum, difference, first = 0;
	size_t a;
	unsigned int i;

	for (a = 0; a < ROW_ACCOUNTS; a++) {
		for (sum = 0, i = 0; i < l->nr_reasons + KVM_EXITMETER_ROW_STARTUP; i++)
			sum += row_account(&l->rows[i], a);
		difference = sum - ledger_account(l, a);
		if (!difference || first)
			continue;
		first = difference;
		snprintf(detail, DETAIL_SIZE, "account %s: rows add up to %s, total is %s",
			 row_accounts[a].name, format_int(sum).text,
			 format_int(ledger_account(l, a)).text);
	}
	return first;
}

static void check_ledger(const struct checker *c, const struct ledger *l, const char *where,
			 unsigned int running)
{
	char detail[DETAIL_SIZE] = "";
	int64_t difference;
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++)
		result(c, ledger_laws[i].name, ledger_laws[i].text, where,
		       ledger_law_off(&ledger_laws[i], l, running), "");
	difference = accounts_difference(l, detail);
	result(c, "accounts", "the rows of each account add up to its total", where,
	       difference, detail);
}

/* First difference between two ledgers, longest intervals left out. */
static int64_t first_difference(const struct ledger *is, const struct ledger *wanted,
				unsigned int vendor, char detail[DETAIL_SIZE])
{
	const struct ledger_row *a, *b;
	const char *column;
	int64_t difference;
	unsigned int i;
	size_t s;

	for (i = 0; i < is->nr_rows; i++) {
		a = &is->rows[i];
		b = &wanted->rows[i];
		difference = a->count - b->count;
		column = "count";
		for (s = 0; s < ROW_ACCOUNTS && !difference; s++) {
			difference = row_account(a, s) - row_account(b, s);
			column = row_accounts[s].name;
		}
		if (!difference)
			continue;
		snprintf(detail, DETAIL_SIZE, "reason %s, %s", row_label(vendor, i).text, column);
		return difference;
	}
	for (s = 0; s < ledger_nr_sums; s++) {
		difference = ledger_sum_get(is, s) - ledger_sum_get(wanted, s);
		if (!difference)
			continue;
		snprintf(detail, DETAIL_SIZE, "total %s", ledger_sums[s].name);
		return difference;
	}
	return 0;
}

static void check_net(const struct checker *c, const struct window *w, const char *where)
{
	char detail[DETAIL_SIZE] = "";
	struct ledger wanted = w->end;
	int64_t difference;

	ledger_subtract(&wanted, &w->begin);
	ledger_subtract(&wanted, &w->empty);
	difference = first_difference(&w->net, &wanted, w->info.vendor, detail);
	result(c, "net", "net = end - begin - empty, value by value", where, difference, detail);
}

/* Of a VM with several vCPUs. */
static void check_vcpus(const struct checker *c, const struct window *w, const char *where)
{
	char detail[DETAIL_SIZE] = "";
	struct ledger sum, wanted = w->end;
	int64_t difference;
	unsigned int i;

	if (!w->nr_vcpus)
		return;
	ledger_subtract(&wanted, &w->begin);
	sum = w->vcpus[0];
	for (i = 1; i < w->nr_vcpus; i++)
		ledger_add(&sum, &w->vcpus[i]);
	difference = first_difference(&sum, &wanted, w->info.vendor, detail);
	result(c, "vcpus", "the vCPUs add up to end - begin, value by value", where, difference,
	       detail);
}

/* The proof that the mode was what the cell says, from the VM's whole life. */
static void check_mode(const struct checker *c, const struct window *w, const char *where)
{
	enum exit_class impossible = c->r->shadow ? CLASS_TDP_ONLY : CLASS_SHADOW_ONLY;
	char detail[DETAIL_SIZE] = "";
	int64_t count = 0;
	unsigned int i;
	size_t at = 0;

	for (i = 0; i < w->end.nr_reasons; i++) {
		if (!class_has(impossible, w->info.vendor, i) || !w->end.rows[i].count)
			continue;
		count += w->end.rows[i].count;
		at += snprintf(detail + at, DETAIL_SIZE - at, "%s%s exits of reason %s",
			       at ? ", " : "", format_int(w->end.rows[i].count).text,
			       row_label(w->info.vendor, i).text);
		if (at >= DETAIL_SIZE)
			at = DETAIL_SIZE - 1;
	}
	if (count)
		snprintf(detail + at, DETAIL_SIZE - at, ", which can't happen with %s",
			 c->r->parameter);
	result(c, "mode", "no exits that the paging mode rules out", where, count, detail);
	result(c, "meter", "the meter reports the cell's paging mode", where,
	       (w->info.paging == KVM_EXITMETER_PAGING_SHADOW) != c->r->shadow,
	       c->r->shadow ? "the meter says tdp, the cell shadow" :
			      "the meter says shadow, the cell tdp");
}

static void check_detail(const struct checker *c, const struct detail *d,
			 const struct ledger *l, const char *where)
{
	size_t i;

	for (i = 0; i < detail_nr_laws; i++)
		if (d->features & detail_laws[i].feature)
			result(c, detail_laws[i].name, detail_laws[i].text, where,
			       detail_laws[i].off(d, l, c->r->vendor), "rows added up");
}

/* A window that is the sum of several has as many copies of a vCPU that runs. */
static void check_window(const struct checker *c, const struct window *w, const char *name,
			 size_t nr_windows)
{
	const struct details *d = w->details;
	const struct {
		const char *name;
		const struct ledger *ledger;
		const struct detail *detail;
		unsigned int latches;
	} ledgers[] = {
		{ "empty", &w->empty, d ? &d->empty : NULL, 2 },
		{ "begin", &w->begin, d ? &d->begin : NULL, 1 },
		{ "end", &w->end, d ? &d->end : NULL, 1 },
		{ "net", &w->net, d ? &d->net : NULL, 4 },
	};
	unsigned int others = (w->nr_vcpus ? w->nr_vcpus - 1 : 0) * nr_windows;
	char where[128], detail[DETAIL_SIZE];
	size_t i;

	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++) {
		snprintf(where, sizeof(where), "%s %s", name, ledgers[i].name);
		check_ledger(c, ledgers[i].ledger, where, others * ledgers[i].latches);
		if (ledgers[i].detail)
			check_detail(c, ledgers[i].detail, ledgers[i].ledger, where);
	}
	check_net(c, w, name);
	check_vcpus(c, w, name);
	check_mode(c, w, name);
	result(c, "latch", "both latches copied all vCPUs undisturbed", name, w->flags,
	       "flags of the latch");
	snprintf(detail, sizeof(detail), "wait status %d", w->status);
	result(c, "command", "the measured command succeeded", name, w->status, detail);
}

/* The sum over the points of one of a window's ledgers. */
static struct ledger sum_points(const struct record *r, size_t window, size_t ledger)
{
	struct ledger sum = { 0 };
	size_t i;

	for (i = 0; i < r->nr_points; i++)
		ledger_add(&sum, (const struct ledger *)
			   ((const char *)&r->points[i] + window + ledger));
	return sum;
}

/* The cell's windows are what its points add up to. */
static void check_sums(const struct checker *c, const struct window *w, const char *name,
		       size_t window)
{
	static const size_t ledgers[] = {
		offsetof(struct window, empty), offsetof(struct window, begin),
		offsetof(struct window, end), offsetof(struct window, net),
	};
	char detail[DETAIL_SIZE] = "";
	int64_t difference = 0;
	struct ledger sum;
	size_t i;

	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]) && !difference; i++) {
		sum = sum_points(c->r, window, ledgers[i]);
		difference = first_difference((const struct ledger *)
					      ((const char *)w + ledgers[i]), &sum,
					      w->info.vendor, detail);
	}
	result(c, "points", "the window is the sum of its points' windows, value by value", name,
	       difference, detail);
}

static void check_points(const struct checker *c)
{
	const struct record *r = c->r;
	char name[96];
	size_t i;

	for (i = 0; i < r->nr_points; i++) {
		snprintf(name, sizeof(name), "point %.40s", r->points[i].name);
		check_window(c, &r->points[i].window, name, 1);
		if (!r->points[i].has_startup)
			continue;
		snprintf(name, sizeof(name), "point %.40s startup", r->points[i].name);
		check_window(c, &r->points[i].startup, name, 1);
	}
	if (!r->nr_points)
		return;
	check_sums(c, &r->window, "window", offsetof(struct record_point, window));
	if (r->has_startup)
		check_sums(c, &r->startup, "startup", offsetof(struct record_point, startup));
}

/* KVM's own counter, read in the host when the VMM was stopped. */
static void check_statistic(const struct checker *c, const struct ledger *sum)
{
	int64_t exits;

	if (!host_statistic(c->r, HOST_END, "exits", &exits))
		return;
	result(c, "debugfs", "the host's ledger and KVM's debugfs count the same exits",
	       "host end", sum->exits + sum->vmfail + sum->emulation - exits,
	       "ledger minus debugfs");
}

/* The window, or the last of several, closed before the VM did. */
static void check_order(const struct checker *c, const struct ledger *sum)
{
	const struct record *r = c->r;
	const struct window *last = r->nr_points ? &r->points[r->nr_points - 1].window : &r->window;

	result(c, "order", "no more exits in the window than in the VM's life", "host end",
	       last->end.exits > sum->exits ? last->end.exits - sum->exits : 0,
	       "exits at the window's end minus exits at the VM's end");
}

static void check_handler(void *context, const struct statistic_result *s)
{
	const struct checker *c = context;
	char *where = memory_printf("host end %s", s->name);
	char *detail = memory_printf("reason %s: ledger %s, KVM %s in %s",
				     row_label(c->r->vendor, s->reason).text,
				     format_int(s->count).text, format_int(s->value).text,
				     s->function);

	result(c, "handlers", "KVM's statistics of single reasons equal their counts", where,
	       s->difference, detail);
	free(where);
	free(detail);
}

static void check_host(const struct checker *c)
{
	char where[64], error[160];
	struct host host;
	size_t i;

	if (host_load(&host, c->r, HOST_END, error, sizeof(error)))
		result(c, "readable", "the host's ledger can be read", "host end", 1, error);
	for (i = 0; i < host.nr_vcpus; i++) {
		snprintf(where, sizeof(where), "host end vcpu %" PRId64, host.vcpus[i].vcpu);
		result(c, "readable", "the host's ledger can be read", where, 0, "");
		check_ledger(c, &host.vcpus[i].ledger, where, 0);
	}
	if (host.nr_vcpus) {
		check_statistic(c, &host.sum);
		if (c->r->ok)
			check_order(c, &host.sum);
		statistics_check(c->r, &host, check_handler, (void *)c);
	}
	host_free(&host);
}

/* What was seen over time, against what there was in the end. */
static void check_timeline(const struct checker *c)
{
	const json_t *json = json_object_get(c->r->measured, "timeline");
	const json_t *ledgers = json_object_get(c->r->measured, "host_ledger");
	const json_t *vcpus = json_object_get(ledgers, "end");
	char error[DETAIL_SIZE];
	struct timeline t;

	if (!json)
		return;
	if (timeline_from_json(&t, json, error, sizeof(error))) {
		result(c, "readable", "the timeline can be read", "timeline", 1, error);
		return;
	}
	result(c, "samples", TIMELINE_TIME_LAW, "timeline", timeline_time_off(&t), "");
	result(c, "timeline", TIMELINE_SUM_LAW, "timeline",
	       timeline_sum_off(&t, json_array_get(vcpus, 0)), "");
	timeline_free(&t);
}

static void check_recorded(const struct checker *c)
{
	json_t *laws = json_object_get(c->r->measured, "laws"), *law;
	const char *name, *where;
	char text[DETAIL_SIZE];
	int64_t difference;
	size_t i;

	json_array_foreach(laws, i, law) {
		name = json_string_value(json_object_get(law, "name"));
		where = json_string_value(json_object_get(law, "where"));
		difference = json_integer_value(json_object_get(law, "difference"));
		if (!value_in_range(difference))
			difference = VALUE_MAX;
		if (!json_is_true(json_object_get(law, "holds")) && !difference)
			difference = 1;
		snprintf(text, sizeof(text), "law \"%s\"", name ? name : "");
		result(c, "recorded", "the laws hold that were checked when measuring",
		       where ? where : "", difference, text);
	}
}

void laws_check(const struct record *r, law_visitor visit, void *context)
{
	const struct checker c = { .r = r, .visit = visit, .context = context };

	size_t nr_windows = r->nr_points ? r->nr_points : 1;

	if (r->ok)
		check_window(&c, &r->window, "window", nr_windows);
	if (r->has_startup)
		check_window(&c, &r->startup, "startup", nr_windows);
	check_points(&c);
	check_host(&c);
	check_timeline(&c);
	check_recorded(&c);
}
