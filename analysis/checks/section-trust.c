// SPDX-License-Identifier: GPL-2.0
/* The report's section about whether the numbers can be trusted, and what they cost. */
#include <stdlib.h>
#include <string.h>

#include "kernel-tests.h"
#include "output/format.h"
#include "overhead/overhead-target.h"
#include "overhead/overhead.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/platform-facts.h"
#include "select/net.h"

/**
 * struct laws - those of all records of the run
 * @records: that were checked
 */
struct laws {
	size_t records;
	size_t checked;
	size_t broken;
};

static struct laws count_laws(const struct run *run)
{
	struct laws laws = { .records = run->nr_records };
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		laws.checked += run->records[i]->checks->nr;
		laws.broken += run->records[i]->checks->failed;
	}
	for (i = 0; i < run->nr_invalid; i++) {
		if (!run->invalid[i].record)
			continue;
		laws.records++;
		laws.checked += run->invalid[i].record->checks->nr;
		laws.broken += run->invalid[i].record->checks->failed;
	}
	return laws;
}

/* struct traced - what the tracepoint said of all cells that it was to be compared in */
struct traced {
	size_t cells;
	size_t failed;
	int64_t exits;
	size_t different;
};

static struct traced count_traced(const struct run *run)
{
	struct traced t = { .failed = run->nr_missing };
	const struct record *r;
	struct checks *checks;
	char error[256];
	size_t i;

	for (i = 0; (r = run_readable(run, i)); i++) {
		if (!checks_want_tracepoint(r))
			continue;
		checks = record_is_good(r) ? checks_of_tracepoint(r, error, sizeof(error)) : NULL;
		if (!checks) {
			t.failed++;
			continue;
		}
		t.cells++;
		t.exits += r->tracepoint->total;
		t.different += checks->failed;
		checks_free(checks);
	}
	return t;
}

static void say_laws(const struct report *r, const struct laws *laws)
{
	fprintf(r->f, "- **The ledger is %s.** Every cycle of a vCPU is charged to one account and "
		"every exit to one reason, and both add up, to the cycle: %s laws recomputed from "
		"the raw ledgers of %s records, %s broken.\n",
		laws->broken ? "not closed everywhere" : "closed",
		format_int(laws->checked).text, format_int(laws->records).text,
		format_int(laws->broken).text);
}

static bool is_good_trace(const struct traced *t)
{
	return !t->different && !t->failed;
}

static void say_traced(const struct report *r, const struct traced *t)
{
	fprintf(r->f, "- **KVM's own tracepoint %s.** It counted along over the whole lives of "
		"VMs: %s exits in %zu cell%s, by reason; differences: %s",
		is_good_trace(t) ? "agrees" : "does not agree everywhere",
		format_int(t->exits).text, t->cells, t->cells == 1 ? "" : "s",
		format_int(t->different).text);
	if (t->failed)
		fprintf(r->f, "; not compared: %zu cell%s", t->failed, t->failed == 1 ? "" : "s");
	fprintf(r->f, ".\n");
}

static bool is_good_kernel(const struct kernel_tests *t)
{
	return t->passed == t->csv.nr_rows;
}

static void say_kernel_tests(const struct report *r, const struct kernel_tests *t)
{
	if (is_good_kernel(t))
		fprintf(r->f, "- **Errors planted in the patch are noticed**, it changes no "
			"result of the kernel's selftests, and its sanitizers find nothing");
	else
		fprintf(r->f, "- **Not all tests of the kernel patches passed**");
	fprintf(r->f, ": of %zu checks %zu passed.", t->csv.nr_rows, t->passed);
	kernel_tests_say_others(t, r->f);
	fputc('\n', r->f);
}

/* struct seeds - how far the exits of a job differ from seed to seed, where they do most */
struct seeds {
	const struct pair *furthest;
	size_t nr;
	double most;
};

static void look(struct seeds *s, const struct spread *spread, const struct pair *job)
{
	double range;

	if (spread->nr < 2 || spread->median < NET_BASE)
		return;
	range = (spread->max - spread->min) / spread->median;
	s->nr = spread->nr > s->nr ? spread->nr : s->nr;
	if (s->furthest && range <= s->most)
		return;
	s->most = range;
	s->furthest = job;
}

static void say_seeds(const struct report *r)
{
	static const struct net_quantity exits = { NET_EXITS, CLASS_ALL };
	struct seeds s = { .nr = 0 };
	struct net n;
	size_t i;

	for (i = 0; i < r->jobs.nr; i++) {
		n = net_of(&r->all, &r->jobs.pair[i], &exits);
		look(&s, &n.tdp, &r->jobs.pair[i]);
		look(&s, &n.shadow, &r->jobs.pair[i]);
	}
	if (platform_facts(r->platform)->is_exact)
		fprintf(r->f, "- **Equal runs are equal**, to the last cycle");
	else if (s.furthest)
		fprintf(r->f, "- **Runs differ**, for cycles are real time");
	else
		return;
	if (s.furthest) {
		fprintf(r->f, ". Seeds are other beginnings of the guest: over %zu of them the "
			"exits of a job lie within %s of each other (%s is furthest): ", s.nr,
			format_percent(s.most, 1).text, s.furthest->name);
		report_link(r, DOCUMENT_REPEATS, "repeats");
	}
	fprintf(r->f, ".\n");
}

static void say_added(const struct report *r, const struct overhead_span *span)
{
	fprintf(r->f, "%s", format_int(span->low).text);
	if (span->high > span->low)
		fprintf(r->f, " to %s", format_int(span->high).text);
}

/* What one of each kind of exits costs more. */
static void say_cost(const struct report *r, const struct overhead *o)
{
	struct overhead_span exits = overhead_span_of(o, PRIMITIVE_EXIT);
	struct overhead_span accounts = overhead_span_of(o, PRIMITIVE_ACCOUNTS);
	struct overhead_target_result result;
	size_t met = 0, i;

	for (i = 0; i < OVERHEAD_TARGETS; i++) {
		overhead_target(&result, i, o);
		met += result.holds;
	}
	if (exits.nr) {
		fprintf(r->f, "Counting costs **");
		say_added(r, &exits);
		fprintf(r->f, " instructions per exit** that KVM handles by itself%s",
			exits.low == exits.high ? ", the same in both modes" : "");
		if (accounts.nr) {
			fprintf(r->f, ", and ");
			say_added(r, &accounts);
			fprintf(r->f, " for one that goes through QEMU, which changes accounts "
				"more often");
		}
		fprintf(r->f, ". ");
	}
	fprintf(r->f, "%zu of %d targets are met: ", met, OVERHEAD_TARGETS);
	report_link(r, DOCUMENT_OVERHEAD, "what measuring costs");
	fprintf(r->f, ".\n\n");
}

static int say_overhead(const struct report *r, const struct companion *c)
{
	char *chart;
	struct overhead o;

	if (!overhead_in_run(c->run))
		return 0;
	if (overhead_load(&o, c->run))
		return -1;
	say_cost(r, &o);
	if (overhead_example(&o)) {
		chart = report_path(r, c, "charts/overhead.svg");
		fprintf(r->f, "![What each way of counting adds to one exit](%s)\n\n", chart);
		free(chart);
	}
	overhead_free(&o);
	return 0;
}

/**
 * struct evidence - what is known of the run's numbers
 * @verify: NULL if the tracepoint did not count along
 * @kernel: NULL if the kernel's tests are not there
 */
struct evidence {
	struct laws laws;
	const struct companion *verify;
	struct traced traced;
	const struct companion *kernel;
	struct kernel_tests tests;
};

static int evidence_load(struct evidence *e, const struct report *r)
{
	memset(e, 0, sizeof(*e));
	e->laws = count_laws(r->run);
	e->verify = report_companion(r, "verify");
	e->kernel = report_companion(r, KERNEL_TESTS_COMPANION);
	if (e->verify)
		e->traced = count_traced(e->verify->run);
	return e->kernel ? kernel_tests_load(&e->tests, e->kernel->folder, r->run) : 0;
}

static void evidence_free(struct evidence *e)
{
	if (e->kernel)
		kernel_tests_free(&e->tests);
}

static bool is_good(const struct evidence *e)
{
	return !e->laws.broken && (!e->verify || is_good_trace(&e->traced)) &&
	       (!e->kernel || is_good_kernel(&e->tests));
}

static int print_section(const struct report *r, const struct evidence *e)
{
	const struct companion *overhead = report_companion(r, "overhead");

	fprintf(r->f, "## Can one trust it, and what does it cost?\n\n%s\n\n",
		is_good(e) ? "As far as checks can tell, yes:" :
			     "**Not everywhere: not all checks passed.**");
	say_laws(r, &e->laws);
	if (e->verify)
		say_traced(r, &e->traced);
	if (e->kernel)
		say_kernel_tests(r, &e->tests);
	say_seeds(r);
	if (prose_print(r->f, "analysis/checks/trust.md", NULL))
		return -1;
	fprintf(r->f, "Each check, and what was run, by hash and version: ");
	report_link(r, DOCUMENT_CHECKS, "checks and identities");
	fprintf(r->f, ".\n\n");
	return overhead ? say_overhead(r, overhead) : 0;
}

static int write_trust(const struct report *r)
{
	struct evidence e;
	int err;

	if (!r->nr_platforms)
		return 0;
	err = evidence_load(&e, r);
	if (!err) {
		err = print_section(r, &e);
		evidence_free(&e);
	}
	return err;
}

const struct topic_section section_trust = {
	DOCUMENT_REPORT, 120, TOPIC_ONCE, NULL, write_trust,
};
