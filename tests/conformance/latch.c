// SPDX-License-Identifier: GPL-2.0
/* Latches and windows. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "agents.h"
#include "check.h"
#include "copy.h"
#include "cpuid.h"
#include "laws.h"
#include "meter/slot.h"
#include "measure/capture.h"
#include "worker.h"

/* Filled in by each check that needs it. */
static struct abi_info info;

static void check_serials(void)
{
	uint32_t last = cpuid_latch(0), serial;
	unsigned int i;

	want_that(last, "latch of slot 0 failed");
	for (i = 1; i < 200; i++) {
		serial = cpuid_latch(i % 4);
		want(serial, last + 1, "serial number of a latch of slot %u", i % 4);
		last = serial;
	}
}

static void check_isolation(void)
{
	static struct copy first, now;
	unsigned int slot, i;

	abi_info(&info);
	for (slot = 0; slot < 4; slot++) {
		want_that(cpuid_latch(slot), "latch of slot %u failed", slot);
		copy_read(&first, AT_CPL3, slot, 0);
		for (i = 1; i < 4; i++)
			want_that(cpuid_latch((slot + i) % 4), "latch of slot %u failed",
				  (slot + i) % 4);
		cpuid_latch(4);
		cpuid_latch(0x10000 | slot);
		copy_read(&now, AT_CPL3, slot, 0);
		copy_same(&now, &first, "slot after latches of the others");
	}
}

static void check_own_exit(void)
{
	uint64_t before, copied;
	unsigned int i;

	abi_info(&info);
	for (i = 0; i < 20; i++) {
		before = abi_classic(KVM_EXITMETER_LEAF_REASON, cpuid_row(&info)).eax;
		cpuid_latch(1);
		copied = cpuid_read(AT_CPL3, 0xfff, 1, 0, cpuid_row(&info)).first & 0xffffffff;
		want(copied, before + 1, "count of CPUID in the copy");
	}
}

/* Latch, latch; read both: returns the difference. */
static void empty_window(struct ledger *end)
{
	static struct ledger begin;
	uint32_t serials[2];

	serials[0] = cpuid_latch(0);
	serials[1] = cpuid_latch(1);
	slot_read(&begin, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	slot_read(end, &info, 1, KVM_EXITMETER_ALL_VCPUS);
	want(begin.serial, serials[0], "serial number in slot 0");
	want(end->serial, serials[1], "serial number in slot 1");
	ledger_subtract(end, &begin);
}

static void check_empty_window(void)
{
	static struct ledger l;
	unsigned int i, exact = 0;

	abi_info(&info);
	for (i = 0; i < 100; i++) {
		empty_window(&l);
		/* An interrupt may come in between, another CPUID may not. */
		want(l.rows[cpuid_row(&info)].count, 1, "exits by CPUID in an empty window");
		exact += l.exits == 1;
		want_that(l.exits >= 1, "an empty window has %" PRId64 " exits", l.exits);
	}
	/* How many, is a matter of how slow the machine is. */
	want_that(exact, "none of 100 empty windows has one exit and no more");
	note("%u of 100 empty windows have one exit; the others an interrupt as well", exact);
}

static void check_window(void)
{
	enum { CPUIDS = 1000 };
	static struct ledger begin, end;
	struct ledger_row *row;
	unsigned int i;

	abi_info(&info);
	row = &end.rows[cpuid_row(&info)];
	cpuid_latch(0);
	for (i = 0; i < CPUIDS; i++)
		cpuid_raw(0, 0);
	cpuid_latch(1);
	slot_read(&begin, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	slot_read(&end, &info, 1, KVM_EXITMETER_ALL_VCPUS);
	want_that(end.wall > begin.wall && end.guest > begin.guest, "time stands still");
	laws_forward(&end, &begin, "window");
	ledger_subtract(&end, &begin);
	want(row->count, CPUIDS + 1, "exits by CPUID in a window of %d and a latch", CPUIDS);
	want_that(row->kernel > CPUIDS, "%d CPUIDs took %" PRId64 " cycles", CPUIDS, row->kernel);
	laws_check(&end, info.nr_vcpus - 1, "window");
}

static void check_agent_window(void)
{
	char *const argv[] = { "true", NULL };
	static struct window w;

	want(window_run(&w, argv), 0, "window_run() of the command true");
	want(w.status, 0, "status of the command true");
	want(w.flags, 0, "flags of the latches");
	want(w.empty.rows[cpuid_row(&w.info)].count, 1, "exits by CPUID in the empty window");
	laws_check(&w.begin, w.info.nr_vcpus - 1, "begin");
	laws_check(&w.end, w.info.nr_vcpus - 1, "end");
	want(w.net.wall, w.end.wall - w.begin.wall - w.empty.wall, "net wall time");
	window_free(&w);
}

static void check_laws(void)
{
	static struct ledger sum, last, vcpu;
	unsigned int i, v;

	abi_info(&info);
	memset(&last, 0, sizeof(last));
	pin(0);
	for (i = 0; i < 50; i++) {
		laws_latch(&sum, &info, i % 4);
		if (i)
			laws_forward(&sum, &last, "sum over the VM");
		last = sum;
		for (v = 0; v < info.nr_vcpus; v++) {
			slot_read(&vcpu, &info, i % 4, v);
			want(vcpu.serial, sum.serial, "vCPU %u: serial number", v);
			laws_check(&vcpu, v != 0, "vCPU");
		}
	}
	pin(ANY_CPU);
}

static void check_max(void)
{
	static struct ledger l;
	unsigned int i, v;

	abi_info(&info);
	want_that(cpuid_latch(0), "latch of slot 0 failed");
	for (v = 0; v < info.nr_vcpus; v++) {
		slot_read(&l, &info, 0, v);
		for (i = 0; i < l.nr_rows; i++)
			want_that(l.rows[i].max <= l.rows[i].kernel,
				  "vCPU %u, row %u: an interval of %" PRId64
				  " cycles in %" PRId64 " of the kernel's", v, i, l.rows[i].max,
				  l.rows[i].kernel);
		want_that(l.rows[cpuid_row(&info)].max || !l.rows[cpuid_row(&info)].count,
			  "vCPU %u: CPUIDs, but no longest interval", v);
	}
}

/* From a VM's creation to that of its vCPUs. */
#define MAX_CREATION_MS 4000

static void check_stamp(void)
{
	static struct ledger a, b;
	unsigned int v;

	abi_info(&info);
	cpuid_latch(0);
	sleep_ms(2);
	cpuid_latch(1);
	for (v = 0; v < info.nr_vcpus; v++) {
		slot_read(&a, &info, 0, v);
		slot_read(&b, &info, 1, v);
		want_that(b.tsc > a.tsc, "vCPU %u: the time of the copy stands still", v);
		want(laws_created(&b), laws_created(&a), "vCPU %u: time - wall, its creation", v);
		/* By the host's own TSC this would be how long the host has been up. */
		want_that(laws_created(&b) >= 0 &&
			  laws_created(&b) < (int64_t)info.tsc_khz * MAX_CREATION_MS,
			  "vCPU %u was created %" PRId64 " cycles after its VM", v,
			  laws_created(&b));
		note("vCPU %u was created %" PRId64 " cycles after its VM", v, laws_created(&b));
	}
	slot_read(&b, &info, 1, info.nr_vcpus - 1);
	slot_read(&a, &info, 1, KVM_EXITMETER_ALL_VCPUS);
	want(a.tsc, b.tsc, "time of the sum, of the last copy");
}

static void add(struct copy *sum, const struct copy *one)
{
	unsigned int i, j;

	for (i = 0; i < sum->nr_rows; i++) {
		for (j = 0; j < COPY_VALUES - 1; j++)
			sum->rows[i][j] += one->rows[i][j];
		if (one->rows[i][j] > sum->rows[i][j])
			sum->rows[i][j] = one->rows[i][j];
	}
	for (i = 0; i < KVM_EXITMETER_SUM_NR; i++)
		for (j = 0; j < 2 && i != KVM_EXITMETER_SUM_STAMP; j++)
			sum->summary[i][j] += one->summary[i][j];
	for (i = 0; i < NELEMS(sum->nonzero); i++)
		sum->nonzero[i] |= one->nonzero[i];
	/* The serial number and the last TSC. */
	for (j = 0; j < 2; j++)
		sum->summary[KVM_EXITMETER_SUM_STAMP][j] = one->summary[KVM_EXITMETER_SUM_STAMP][j];
}

static void check_sum(void)
{
	static struct copy sum, one, all;
	unsigned int v;

	abi_info(&info);
	want_that(cpuid_latch(3), "latch of slot 3 failed");
	copy_read(&sum, AT_CPL3, 3, 0);
	for (v = 1; v < info.nr_vcpus; v++) {
		copy_read(&one, AT_CPL3, 3, v);
		add(&sum, &one);
	}
	/* Each vCPU has keys of its own. */
	sum.summary[KVM_EXITMETER_SUM_KEYS][0] = 0;
	sum.summary[KVM_EXITMETER_SUM_KEYS][1] /= info.nr_vcpus;
	copy_read(&all, AT_CPL3, 3, KVM_EXITMETER_ALL_VCPUS);
	copy_same(&all, &sum, "sum over the VM, against the vCPUs'");
}

static void check_cpl0(void)
{
	static struct copy here, there;

	abi_info(&info);
	pin(0);
	want_that(cpuid_latch(2), "latch of slot 2 failed");
	copy_read(&here, AT_CPL3, 2, 0);
	copy_read(&there, 0, 2, 0);
	copy_same(&there, &here, "read in the kernel on CPU 0");
	/* And latched there. */
	want_that(cpuid_at(0, KVM_EXITMETER_LEAF_LATCH, 2).eax, "latch in the kernel failed");
	copy_read(&here, AT_CPL3, 2, 0);
	copy_read(&there, 0, 2, 0);
	copy_same(&there, &here, "latched and read in the kernel on CPU 0");
	pin(ANY_CPU);
}

static void check_other_vcpu(void)
{
	static struct copy here, there, sum, sum_there;

	if (cpus_online() < 2) {
		skip("needs two vCPUs");
		return;
	}
	abi_info(&info);
	pin(0);
	want_that(cpuid_latch(2), "latch of slot 2 on CPU 0 failed");
	copy_read(&here, AT_CPL3, 2, 1);
	copy_read(&sum, AT_CPL3, 2, KVM_EXITMETER_ALL_VCPUS);
	pin(1);
	copy_read(&there, AT_CPL3, 2, 1);
	copy_read(&sum_there, AT_CPL3, 2, KVM_EXITMETER_ALL_VCPUS);
	copy_same(&there, &here, "vCPU 1, latched on CPU 0, read on CPU 1");
	copy_same(&sum_there, &sum, "sum, latched on CPU 0, read on CPU 1");
	pin(0);
	copy_read(&there, 1, 2, 1);
	copy_same(&there, &here, "vCPU 1, latched on CPU 0, read in the kernel on CPU 1");
	pin(ANY_CPU);
}

static const struct check checks[] = {
	{ "serial numbers grow by one", check_serials },
	{ "a latch changes its own slot only, bit for bit", check_isolation },
	{ "a latch's own exit is in its copy", check_own_exit },
	{ "an empty window is one exit", check_empty_window },
	{ "a window has what was done in it", check_window },
	{ "the agent's window of a command", check_agent_window },
	{ "the laws hold in each latch, of each vCPU and of the VM", check_laws },
	{ "the longest interval of a row is part of its kernel account", check_max },
	{ "wall time goes with the time of the copy, from the VM's creation", check_stamp },
	{ "the sum over the VM is the sum of its vCPUs", check_sum },
	{ "read and latched at CPL 0", check_cpl0 },
	{ "read on another vCPU than the one that latched", check_other_vcpu },
	{ "two agents: a slot that was latched again is noticed", agents_stale },
	{ "two agents, one slot: stale or whole, nothing between", agents_same_slot },
	{ "two agents, a slot each: both are right", agents_own_slots },
};

const struct group group_latch = {
	.name = "latch",
	.summary = "latches and windows, laws, two agents at once",
	.metered = true,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
