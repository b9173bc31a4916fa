// SPDX-License-Identifier: GPL-2.0
#include "verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "memory.h"
#include "ledger/row.h"
#include "statistic.h"
#include "tracepoint.h"

#define TRACEPOINT	"tracepoint kvm_exit"
#define STATISTIC	"KVM's statistic \"exits\""

const char *const verify_checks[VERIFY_NR] = {
	[VERIFY_HISTOGRAM]	= "histogram",
	[VERIFY_REASON]		= "reason",
	[VERIFY_FLAG]		= "flag",
	[VERIFY_LAW]		= "law",
	[VERIFY_UNSEEN]		= "unseen",
	[VERIFY_STATISTIC]	= "statistic",
};

struct verifier {
	const struct record *r;
	verify_visitor visit;
	void *context;
	struct verify_result *result;
};

static void add(const struct verifier *v, enum verify_check check, const char *what,
		const char *name, int64_t ledger, int64_t other, const char *source)
{
	const struct verify_line line = {
		.check = check,
		.what = what,
		.name = name,
		.ledger = ledger,
		.other = other,
		.source = source,
	};

	v->result->checked[check]++;
	v->result->different += ledger != other;
	if (v->visit)
		v->visit(v->context, v->r, &line);
}

static void check_histogram(const struct verifier *v, const struct tracepoint *t)
{
	add(v, VERIFY_HISTOGRAM, "dropped", "no exit was dropped for want of room", 0, t->dropped,
	    TRACEPOINT);
	add(v, VERIFY_HISTOGRAM, "hits", "its counts add up to its hits", t->total, t->hits,
	    TRACEPOINT);
	add(v, VERIFY_HISTOGRAM, "entries", "it has as many reasons as it says", t->nr_reasons,
	    t->entries, TRACEPOINT);
}

static void check_reasons(const struct verifier *v, const struct ledger *sum,
			  const struct tracepoint *t)
{
	unsigned int i;

	for (i = 0; i <= sum->nr_reasons + KVM_EXITMETER_ROW_OTHER; i++)
		if (sum->rows[i].count || t->counts[i])
			add(v, VERIFY_REASON, row_key(v->r->vendor, i).text,
			    row_name(v->r->vendor, i).text, sum->rows[i].count, t->counts[i],
			    TRACEPOINT);
	add(v, VERIFY_REASON, "all", "exits", sum->exits, t->total, TRACEPOINT);
}

/* Only VMX has flags beside the reason. */
static void check_flags(const struct verifier *v, const struct ledger *sum,
			const struct tracepoint *t)
{
	if (v->r->vendor != KVM_EXITMETER_VENDOR_VMX)
		return;
	add(v, VERIFY_FLAG, "failed_entry", "bit 31: the entry failed", sum->failed_entry,
	    t->failed_entry, TRACEPOINT);
	add(v, VERIFY_FLAG, "enclave", "bit 27: out of an enclave", sum->enclave, t->enclave,
	    TRACEPOINT);
	add(v, VERIFY_FLAG, "bus_lock", "bit 26: with a bus lock", sum->bus_lock, t->bus_lock,
	    TRACEPOINT);
}

static void check_law(const struct verifier *v, const struct ledger_law *law,
		      const struct host_vcpu *vcpu)
{
	int64_t right = ledger_law_right(law, &vcpu->ledger);
	char *name = memory_printf("vCPU %" PRId64 ": %s", vcpu->vcpu, law->text);

	add(v, VERIFY_LAW, law->name, name, right + law->difference(&vcpu->ledger), right,
	    "the vCPU's total");
	free(name);
}

static void check_laws(const struct verifier *v, const struct host *host, int64_t kvm_exits)
{
	const struct ledger *sum = &host->sum;
	size_t i, k;

	for (i = 0; i < host->nr_vcpus; i++)
		for (k = 0; k < ledger_nr_laws; k++)
			check_law(v, &ledger_laws[k], &host->vcpus[i]);
	add(v, VERIFY_LAW, "statistic", "all vCPUs: exits + vmfail + emulation",
	    sum->exits + sum->vmfail + sum->emulation, kvm_exits, STATISTIC);
}

/*
 * KVM counts a run that did not enter the guest as an exit, and returns from it
 * before it gets to the tracepoint; see vmx_vcpu_run().
 */
static void check_unseen(const struct verifier *v, const struct ledger *sum,
			 const struct tracepoint *t, int64_t kvm_exits)
{
	const struct ledger_row *rows = &sum->rows[sum->nr_reasons];

	add(v, VERIFY_UNSEEN, "vmfail", "row of failed entries against their sum",
	    rows[KVM_EXITMETER_ROW_VMFAIL].count, sum->vmfail, "the ledger's sum");
	add(v, VERIFY_UNSEEN, "emulation", "row of emulated runs against their sum",
	    rows[KVM_EXITMETER_ROW_EMULATION].count, sum->emulation, "the ledger's sum");
	add(v, VERIFY_UNSEEN, "difference", "vmfail + emulation", sum->vmfail + sum->emulation,
	    kvm_exits - t->hits, STATISTIC " less the tracepoint's hits");
}

static void check_statistic(void *context, const struct statistic_result *s)
{
	const struct verifier *v = context;
	char *name;

	if (s->extra)
		name = memory_printf("%s, and %" PRId64 " in emulated runs",
				     row_label(v->r->vendor, s->reason).text, s->extra);
	else
		name = memory_printf("%s", row_label(v->r->vendor, s->reason).text);
	add(v, VERIFY_STATISTIC, s->name, name, s->count + s->extra, s->value, s->function);
	free(name);
}

bool verify_is_wanted(const struct record *r)
{
	const char *observer = record_observer(r);

	return tracepoint_exists(r) || (observer && !strcmp(observer, "hist"));
}

static int fail(char *error, size_t size, const char *text)
{
	snprintf(error, size, "%s", text);
	return -1;
}

static int verify(const struct verifier *v, const struct host *host, char *error, size_t size)
{
	struct verify_result *result = v->result;
	struct tracepoint t;

	if (!host->nr_vcpus)
		return fail(error, size, "no ledger in measured.host_ledger.end; was the meter "
			    "on?");
	if (!host_statistic(v->r, HOST_END, "exits", &result->kvm_exits))
		return fail(error, size, "no count \"exits\" in measured.kvm_stats.end");
	if (tracepoint_load(&t, v->r, error, size))
		return -1;
	if (!t.total)
		return fail(error, size, "the tracepoint counted no exit at all");
	result->exits = t.total;
	result->unseen = host->sum.vmfail + host->sum.emulation;
	check_histogram(v, &t);
	check_reasons(v, &host->sum, &t);
	check_flags(v, &host->sum, &t);
	check_laws(v, host, result->kvm_exits);
	check_unseen(v, &host->sum, &t, result->kvm_exits);
	statistics_check(v->r, host, check_statistic, (void *)v);
	return 0;
}

int verify_cell(const struct record *r, verify_visitor visit, void *context,
		struct verify_result *result, char *error, size_t size)
{
	const struct verifier v = {
		.r = r, .visit = visit, .context = context, .result = result,
	};
	struct host host;
	int err;

	memset(result, 0, sizeof(*result));
	if (!tracepoint_exists(r))
		return fail(error, size, "no measured.tracepoint; run it again with 'exitbench run "
			    "--verify'");
	if (host_load(&host, r, HOST_END, error, size))
		return -1;
	err = verify(&v, &host, error, size);
	host_free(&host);
	return err;
}
