// SPDX-License-Identifier: GPL-2.0
#include "checks.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/facts/cpu.h"
#include "kvm-counters.h"
#include "ledger/class.h"
#include "ledger/row.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "record.h"

#define DETAIL_SIZE	160

#define TRACEPOINT	"tracepoint kvm_exit"
#define STATISTIC	"KVM's statistic \"exits\""

/* Cycles that a VM exit and the way back into the guest take on any CPU. */
#define LEAST_CYCLES	100
#define STRING(number)	STRING_OF(number)
#define STRING_OF(text)	#text
/* So few exits may be off by what was clamped, or by what is taken off for starting up. */
#define FEW_EXITS	16
/* Exits without a known reason, of all, that a reader is told of. */
#define UNKNOWN_SHARE	0.01

const char *const check_kinds[CHECK_KINDS] = {
	[CHECK_LAW]		= "law",
	[CHECK_VALUE]		= "value",
	[CHECK_HISTOGRAM]	= "histogram",
	[CHECK_REASON]		= "reason",
	[CHECK_FLAG]		= "flag",
	[CHECK_TRACED_LAW]	= "law",
	[CHECK_UNSEEN]		= "unseen",
	[CHECK_COUNTER]		= "statistic",
};

struct checker {
	const struct record *r;
	struct checks *checks;
};

/* Some of it stands in the record, and does nothing to a terminal. */
static const char *keep(struct checks *c, const char *text)
{
	char *at;

	if (!*text)
		return "";
	c->kept = memory_grow(c->kept, c->nr_kept, sizeof(*c->kept));
	c->kept[c->nr_kept] = memory_printf("%s", text);
	for (at = c->kept[c->nr_kept]; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	return c->kept[c->nr_kept++];
}

/* The one place where a result is made. @name, @text, @source are for ever. */
static void add(const struct checker *c, const struct check *check)
{
	struct checks *all = c->checks;
	struct check *to;
	bool failed = check->is != check->wanted;

	if (all->nr == all->room) {
		all->room = all->room ? 2 * all->room : 64;
		all->check = memory_resize(all->check, all->room, sizeof(*to));
	}
	to = &all->check[all->nr++];
	*to = *check;
	to->where = keep(all, check->where ? check->where : "");
	to->detail = keep(all, failed && check->detail ? check->detail : "");
	to->source = check->source ? check->source : "";
	all->failed += failed;
}

static void law(const struct checker *c, const char *name, const char *text, const char *where,
		int64_t difference, const char *detail)
{
	add(c, &(struct check) {
		.kind = CHECK_LAW, .name = name, .text = text, .where = where,
		.is = difference, .detail = detail,
	});
}

/* --- laws -------------------------------------------------------------------------------- */

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
		snprintf(detail, DETAIL_SIZE,
			 "account %s: rows add up to %" PRId64 ", total is %" PRId64,
			 row_accounts[a].name, sum, ledger_account(l, a));
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
		law(c, ledger_laws[i].name, ledger_laws[i].text, where,
		       ledger_law_off(&ledger_laws[i], l, running), "");
	difference = accounts_difference(l, detail);
	law(c, "accounts", "the rows of each account add up to its total", where,
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
	ledger_net_copies(&wanted, w->info.vendor);
	difference = first_difference(&w->net, &wanted, w->info.vendor, detail);
	law(c, "net", "net = end - begin - empty, value by value", where, difference, detail);
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
	law(c, "vcpus", "the vCPUs add up to end - begin, value by value", where, difference,
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
		at += snprintf(detail + at, DETAIL_SIZE - at, "%s%" PRId64 " exits of reason %s",
			       at ? ", " : "", w->end.rows[i].count,
			       row_label(w->info.vendor, i).text);
		if (at >= DETAIL_SIZE)
			at = DETAIL_SIZE - 1;
	}
	if (count)
		snprintf(detail + at, DETAIL_SIZE - at, ", which can't happen with %s",
			 c->r->parameter);
	law(c, "mode", "no exits that the paging mode rules out", where, count, detail);
	law(c, "meter", "the meter reports the cell's paging mode", where,
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
			law(c, detail_laws[i].name, detail_laws[i].text, where,
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
	/* Nobody knows in which bucket those are that were taken off. */
	struct ledger with_copies = w->net;
	size_t i;

	with_copies.copy_exits = value_subtract(0, w->net.copy_exits);
	ledger_net_copies(&with_copies, w->info.vendor);
	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++) {
		snprintf(where, sizeof(where), "%s %s", name, ledgers[i].name);
		check_ledger(c, ledgers[i].ledger, where, others * ledgers[i].latches);
		if (ledgers[i].detail)
			check_detail(c, ledgers[i].detail,
				     ledgers[i].ledger == &w->net ? &with_copies :
								    ledgers[i].ledger,
				     where);
	}
	check_net(c, w, name);
	check_vcpus(c, w, name);
	check_mode(c, w, name);
	/* A vCPU that is left out is zeros, for which all the other laws hold. */
	law(c, "latch", "both latches copied all vCPUs undisturbed", name,
	    w->flags & ~KVM_EXITMETER_LATCH_CLOCK, "flags of the latch");
	/* And so they do for cycles by the TSCs of CPUs that differ. */
	if (w->flags & KVM_EXITMETER_LATCH_CLOCK)
		law(c, "clock", "the TSCs of the host's CPUs agree", name, w->flags,
		    "flags of the latch");
	snprintf(detail, sizeof(detail), "wait status %d", w->status);
	law(c, "command", "the measured command succeeded", name, w->status, detail);
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
	law(c, "points", "the window is the sum of its points' windows, value by value", name,
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

/* KVM's own counter, read in L1 when the VMM was stopped. */
static void check_statistic(const struct checker *c, const struct ledger *sum)
{
	int64_t exits;

	if (!l1_statistics_find(&c->r->l1[L1_END].statistics, "exits", &exits))
		return;
	law(c, "debugfs", "the host's ledger and KVM's debugfs count the same exits", "host end",
	    sum->exits + ledger_unseen(sum) - exits, "ledger minus debugfs");
}

/* The window, or the last of several, closed before the VM did. */
static void check_order(const struct checker *c, const struct ledger *sum)
{
	const struct record *r = c->r;
	const struct window *last = r->nr_points ? &r->points[r->nr_points - 1].window : &r->window;

	law(c, "order", "no more exits in the window than in the VM's life", "host end",
	       last->end.exits > sum->exits ? last->end.exits - sum->exits : 0,
	       "exits at the window's end minus exits at the VM's end");
}

static void check_handler(void *context, const struct kvm_counter_result *s)
{
	const struct checker *c = context;
	char *where = memory_printf("host end %s", s->name);
	char *detail = memory_printf("reason %s: ledger %" PRId64 ", KVM %" PRId64 " in %s",
				     row_label(c->r->vendor, s->reason).text, s->count, s->value,
				     s->function);

	law(c, "handlers", "KVM's statistics of single reasons equal their counts", where,
	    s->difference, detail);
	free(where);
	free(detail);
}

static void check_l1(const struct checker *c)
{
	const struct l1_ledgers *end = &c->r->l1[L1_END].ledgers;
	char where[64];
	size_t i;

	for (i = 0; i < end->nr_vcpus; i++) {
		snprintf(where, sizeof(where), "host end vcpu %" PRId64, end->vcpus[i].vcpu);
		law(c, "readable", "the host's ledger can be read", where, 0, "");
		check_ledger(c, &end->vcpus[i].ledger, where, 0);
	}
	if (!end->nr_vcpus)
		return;
	check_statistic(c, &end->sum);
	if (c->r->ok)
		check_order(c, &end->sum);
	kvm_counters_check(c->r, check_handler, (void *)c);
}

/* What was seen over time, against what there was in the end. */
static void check_timeline(const struct checker *c)
{
	const struct l1_ledgers *end = &c->r->l1[L1_END].ledgers;
	const struct timeline *t = c->r->timeline;

	if (!t)
		return;
	law(c, "samples", TIMELINE_TIME_LAW, "timeline", timeline_time_off(t), "");
	law(c, "timeline", TIMELINE_SUM_LAW, "timeline",
	    timeline_sum_off(t, end->nr_vcpus ? &end->vcpus[0].ledger : NULL), "");
}

/* Y, or a number that is not 0. One that KVM does not know is off. */
static bool is_on(const json_t *parameters, const char *name)
{
	const char *value = json_string_value(json_object_get(parameters, name));

	return value && (*value == 'Y' || atol(value) > 0);
}

/* How many of the parameters in @words are not as they must be on this CPU? */
static int64_t count_off(const json_t *parameters, const char *words, bool wanted)
{
	char name[64];
	int64_t off = 0;
	int n;

	for (; sscanf(words, "%63s%n", name, &n) == 1; words += n)
		off += is_on(parameters, name) != wanted;
	return off;
}

static int64_t is_other(const json_t *facts, const char *name, int wanted)
{
	const char *value = json_string_value(json_object_get(facts, name));

	return !value || atoi(value) != wanted;
}

/* A record that doesn't say which kernel it had is of an old one. */
static bool is_before_linux_7(const struct record *r)
{
	const char *kernel = json_string_value(json_object_get(r->identity, "kernel"));

	return !kernel || atoi(kernel) < 7;
}

/* Is it that CPU, and does KVM use of it what it has and nothing that it lacks? */
static void check_cpu(const struct checker *c)
{
	const struct record *r = c->r;
	const struct cpu *cpu = cpu_find(cpus_of_platform(r->platform), record_setting(r, "cpu"));
	int64_t off;

	if (!cpu || !r->cpu || !r->kvm_parameters)
		return;
	law(c, "cpu", "L1 runs on the CPU that was asked for", "L1",
	    is_other(r->cpu, "family", cpu->family) + is_other(r->cpu, "model", cpu->number), "");
	off = count_off(r->kvm_parameters, cpu->has, true);
	if (cpu->has_before_linux_7 && is_before_linux_7(r))
		off += count_off(r->kvm_parameters, cpu->has_before_linux_7, true);
	if (!r->shadow)
		off += count_off(r->kvm_parameters, cpu->has_tdp, true);
	law(c, "cpu has", "KVM uses what this CPU has", "L1", off, "");
	law(c, "cpu lacks", "KVM uses nothing that this CPU lacks", "L1",
	    count_off(r->kvm_parameters, cpu->lacks, false), "");
}

/* Nothing that a record says of its own laws is believed, but that one is broken. */
static void check_recorded(const struct checker *c)
{
	const char *name, *where;
	char text[DETAIL_SIZE];
	int64_t difference;
	json_t *entry;
	size_t i;

	json_array_foreach(c->r->laws_then, i, entry) {
		name = json_string_value(json_object_get(entry, "name"));
		where = json_string_value(json_object_get(entry, "where"));
		difference = json_integer_value(json_object_get(entry, "difference"));
		if (!value_in_range(difference))
			difference = VALUE_MAX;
		if (!json_is_true(json_object_get(entry, "holds")) && !difference)
			difference = 1;
		snprintf(text, sizeof(text), "law \"%s\"", name ? name : "");
		law(c, "recorded", "the laws hold that were checked when measuring",
		    where ? where : "", difference, text);
	}
}

/* --- values ------------------------------------------------------------------------------ */

static void doubt_cycles(const struct checker *c, unsigned int row, const struct ledger_row *sum,
			 const char *where)
{
	char detail[DETAIL_SIZE];

	snprintf(detail, sizeof(detail), "%" PRId64 " exits of reason %s took %" PRId64
		 " cycles in KVM, fewer than %d each, which no CPU can do", sum->count,
		 row_label(c->r->vendor, row).text, sum->kernel, LEAST_CYCLES);
	add(c, &(struct check) {
		.kind = CHECK_VALUE, .name = "cycles",
		.text = "an exit takes a CPU " STRING(LEAST_CYCLES) " cycles at least",
		.where = where, .is = sum->kernel, .wanted = LEAST_CYCLES * sum->count,
		.detail = detail,
	});
}

/* Where a cycle is one of a CPU, no exit takes fewer than the CPU's own part of it. */
static void check_cycles(const struct checker *c, const struct ledger *l, const char *where)
{
	const struct ledger_row *row;
	unsigned int i;

	if (!platform_facts(c->r->platform)->has_hardware)
		return;
	for (i = 0; i < l->nr_reasons; i++) {
		row = &l->rows[i];
		if (row->count >= FEW_EXITS && row->kernel < LEAST_CYCLES * row->count)
			doubt_cycles(c, i, row, where);
	}
}

static void check_values(const struct checker *c)
{
	const struct record *r = c->r;

	if (r->ok) {
		check_cycles(c, &r->window.end, "window end");
		check_cycles(c, &r->window.net, "window net");
	}
	check_cycles(c, &r->l1[L1_END].ledgers.sum, "host end");
}

struct checks *checks_of(const struct record *r)
{
	struct checker c = { .r = r, .checks = memory_zalloc(sizeof(*c.checks)) };
	size_t nr_windows = r->nr_points ? r->nr_points : 1;

	if (!record_is_good(r))
		return c.checks;
	if (r->ok)
		check_window(&c, &r->window, "window", nr_windows);
	if (r->ok && r->has_startup)
		check_window(&c, &r->startup, "startup", nr_windows);
	check_points(&c);
	check_l1(&c);
	check_timeline(&c);
	check_cpu(&c);
	check_recorded(&c);
	check_values(&c);
	return c.checks;
}

/* --- the tracepoint ---------------------------------------------------------------------- */

static void compare(const struct checker *c, enum check_kind kind, const char *name,
		    const char *text, int64_t is, int64_t wanted, const char *source)
{
	add(c, &(struct check) {
		.kind = kind, .name = name, .text = text, .is = is, .wanted = wanted,
		.source = source,
	});
}

/* Likewise, with words that are not for ever. */
static void compare_kept(const struct checker *c, enum check_kind kind, const char *name,
			 const char *text, int64_t is, int64_t wanted, const char *source)
{
	name = keep(c->checks, name);
	compare(c, kind, name, keep(c->checks, text), is, wanted, source);
}

static void compare_histogram(const struct checker *c, const struct tracepoint *t)
{
	compare(c, CHECK_HISTOGRAM, "dropped", "no exit was dropped for want of room", 0,
		t->dropped, TRACEPOINT);
	compare(c, CHECK_HISTOGRAM, "hits", "its counts add up to its hits", t->total, t->hits,
		TRACEPOINT);
	compare(c, CHECK_HISTOGRAM, "entries", "it has as many reasons as it says",
		t->nr_reasons, t->entries, TRACEPOINT);
}

static void compare_reasons(const struct checker *c, const struct ledger *sum,
			    const struct tracepoint *t)
{
	unsigned int vendor = c->r->vendor, i;

	for (i = 0; i <= sum->nr_reasons + KVM_EXITMETER_ROW_OTHER; i++)
		if (sum->rows[i].count || t->counts[i])
			compare_kept(c, CHECK_REASON, row_key(vendor, i).text,
				     row_name(vendor, i).text, sum->rows[i].count, t->counts[i],
				     TRACEPOINT);
	compare(c, CHECK_REASON, "all", "exits", sum->exits, t->total, TRACEPOINT);
}

/* Only VMX has flags beside the reason. */
static void compare_flags(const struct checker *c, const struct ledger *sum,
			  const struct tracepoint *t)
{
	if (c->r->vendor != KVM_EXITMETER_VENDOR_VMX)
		return;
	compare(c, CHECK_FLAG, "failed_entry", "bit 31: the entry failed", sum->failed_entry,
		t->failed_entry, TRACEPOINT);
	compare(c, CHECK_FLAG, "enclave", "bit 27: out of an enclave", sum->enclave, t->enclave,
		TRACEPOINT);
	compare(c, CHECK_FLAG, "bus_lock", "bit 26: with a bus lock", sum->bus_lock, t->bus_lock,
		TRACEPOINT);
}

static void compare_law(const struct checker *c, const struct ledger_law *l,
			const struct l1_vcpu *vcpu)
{
	int64_t right = ledger_law_right(l, &vcpu->ledger);
	char *text = memory_printf("vCPU %" PRId64 ": %s", vcpu->vcpu, l->text);

	compare_kept(c, CHECK_TRACED_LAW, l->name, text, right + l->difference(&vcpu->ledger),
		     right, "the vCPU's total");
	free(text);
}

static void compare_laws(const struct checker *c, const struct l1_ledgers *end,
			 int64_t kvm_exits)
{
	const struct ledger *sum = &end->sum;
	size_t i, k;

	for (i = 0; i < end->nr_vcpus; i++)
		for (k = 0; k < ledger_nr_laws; k++)
			compare_law(c, &ledger_laws[k], &end->vcpus[i]);
	compare(c, CHECK_TRACED_LAW, "statistic",
		"all vCPUs: exits + vmfail + emulation + not_entered",
		sum->exits + ledger_unseen(sum), kvm_exits, STATISTIC);
}

/*
 * KVM counts a run that did not enter the guest as an exit, and returns from it
 * before it gets to the tracepoint; see vmx_vcpu_run().
 */
static void compare_unseen(const struct checker *c, const struct ledger *sum,
			   const struct tracepoint *t, int64_t kvm_exits)
{
	const struct ledger_row *rows = &sum->rows[sum->nr_reasons];

	compare(c, CHECK_UNSEEN, "vmfail", "row of failed entries against their sum",
		rows[KVM_EXITMETER_ROW_VMFAIL].count, sum->vmfail, "the ledger's sum");
	compare(c, CHECK_UNSEEN, "emulation", "row of emulated runs against their sum",
		rows[KVM_EXITMETER_ROW_EMULATION].count, sum->emulation, "the ledger's sum");
	compare(c, CHECK_UNSEEN, "difference", "vmfail + emulation + not_entered",
		ledger_unseen(sum), kvm_exits - t->hits, STATISTIC " less the tracepoint's hits");
}

static void compare_counter(void *context, const struct kvm_counter_result *s)
{
	const struct checker *c = context;
	char *text;

	if (s->extra)
		text = memory_printf("%s, and %" PRId64 " in emulated runs",
				     row_label(c->r->vendor, s->reason).text, s->extra);
	else
		text = memory_printf("%s", row_label(c->r->vendor, s->reason).text);
	compare_kept(c, CHECK_COUNTER, s->name, text, s->count + s->extra, s->value, s->function);
	free(text);
}

bool checks_want_tracepoint(const struct record *r)
{
	return r->tracepoint || !strcmp(record_setting(r, "observer"), "hist");
}

struct checks *checks_of_tracepoint(const struct record *r, char *error, size_t size)
{
	const struct l1_ledgers *end = &r->l1[L1_END].ledgers;
	const struct tracepoint *t = r->tracepoint;
	const char *missing = NULL;
	struct checker c = { .r = r };
	int64_t kvm_exits;

	if (!t)
		missing = "no measured.tracepoint; run it again with 'exitbench run --verify'";
	else if (!end->nr_vcpus)
		missing = "no ledger that L1 read at the VM's end; was the meter on?";
	else if (!l1_statistics_find(&r->l1[L1_END].statistics, "exits", &kvm_exits))
		missing = "no count \"exits\" in measured.kvm_stats.end";
	else if (!t->total)
		missing = "the tracepoint counted no exit at all";
	if (missing) {
		snprintf(error, size, "%s", missing);
		return NULL;
	}
	c.checks = memory_zalloc(sizeof(*c.checks));
	compare_histogram(&c, t);
	compare_reasons(&c, &end->sum, t);
	compare_flags(&c, &end->sum, t);
	compare_laws(&c, end, kvm_exits);
	compare_unseen(&c, &end->sum, t, kvm_exits);
	kvm_counters_check(r, compare_counter, &c);
	return c.checks;
}

/* --- what came of them ------------------------------------------------------------------- */

size_t checks_count(const struct checks *c, enum check_kind kind)
{
	size_t nr = 0, i;

	for (i = 0; i < c->nr; i++)
		nr += c->check[i].kind == kind;
	return nr;
}

const struct check *checks_first_failed(const struct checks *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (check_difference(&c->check[i]))
			return &c->check[i];
	return NULL;
}

char *check_text(const struct check *c)
{
	return memory_printf("%s \"%s\" (%s)%s%s: difference %" PRId64 "%s%s", check_kinds[c->kind],
			     c->name, c->text, *c->where ? ", " : "", c->where, check_difference(c),
			     *c->detail ? ": " : "", c->detail);
}

void checks_free(struct checks *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->nr_kept; i++)
		free(c->kept[i]);
	free(c->kept);
	free(c->check);
	free(c);
}

static int64_t unknown_exits(const struct record *r)
{
	const struct ledger *l = &r->window.net;
	int64_t sum = l->rows[l->nr_reasons + KVM_EXITMETER_ROW_OTHER].count;
	unsigned int i;

	for (i = 0; i < l->nr_reasons; i++)
		if (l->rows[i].count && !strcmp(row_name(r->vendor, i).text, "undefined"))
			sum += l->rows[i].count;
	return sum;
}

char *record_warning(const struct record *r)
{
	int64_t unknown = r->ok ? unknown_exits(r) : 0;

	if (!unknown || unknown < UNKNOWN_SHARE * r->window.net.exits)
		return NULL;
	return memory_printf("%" PRId64 " of its %" PRId64 " exits (%.0f %%) have no reason that "
			     "this program knows: what they are is not in any table",
			     unknown, r->window.net.exits, 100.0 * unknown / r->window.net.exits);
}
