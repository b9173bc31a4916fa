// SPDX-License-Identifier: GPL-2.0
/* Several vCPUs: who is charged, and copies of a vCPU that is running. */
#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "cpuid.h"
#include "laws.h"
#include "meter/slot.h"
#include "worker.h"

/* Filled in by each check that needs it. */
static struct abi_info info;

static const char *excuse(void)
{
	return cpus_online() < 2 ? "needs two vCPUs" : NULL;
}

/* A window with a ledger for each of the first two vCPUs. */
struct window2 {
	struct ledger begin[2];
	struct ledger end[2];
};

static void open_window(struct window2 *w)
{
	uint32_t serial = cpuid_latch(0);
	unsigned int v;

	for (v = 0; v < 2; v++) {
		slot_read(&w->begin[v], &info, 0, v);
		want(w->begin[v].serial, serial, "serial number in slot 0");
	}
	/* Reading made exits: the window begins here. */
	cpuid_latch(0);
}

static void close_window(struct window2 *w)
{
	unsigned int v;

	cpuid_latch(1);
	for (v = 0; v < 2; v++) {
		slot_read(&w->begin[v], &info, 0, v);
		slot_read(&w->end[v], &info, 1, v);
		laws_check(&w->begin[v], 1, "begin");
		laws_check(&w->end[v], 1, "end");
		laws_forward(&w->end[v], &w->begin[v], "window");
		ledger_subtract(&w->end[v], &w->begin[v]);
	}
}

static int64_t exits(const struct window2 *w, unsigned int vcpu, unsigned int row)
{
	return w->end[vcpu].rows[row].count;
}

static void check_vcpus(void)
{
	struct abi_regs r = cpuid_raw(KVM_EXITMETER_LEAF_LATCH, 0);

	abi_info(&info);
	want(info.nr_vcpus, cpus_online(), "vCPUs of the VM");
	want(r.ebx, cpus_online(), "vCPUs copied by a latch");
}

static void check_own_cpuids(void)
{
	static struct window2 w;
	unsigned int cpu, i;

	abi_info(&info);
	for (cpu = 0; cpu < 2; cpu++) {
		pin(0);
		open_window(&w);
		pin(cpu);
		for (i = 0; i < 500; i++)
			cpuid_raw(0, 0);
		pin(0);
		close_window(&w);
		want(exits(&w, cpu, cpuid_row(&info)), 500 + !cpu,
		     "CPUIDs of vCPU %u, which made 500", cpu);
		want(exits(&w, !cpu, cpuid_row(&info)), !!cpu, "CPUIDs of vCPU %u", !cpu);
	}
	pin(ANY_CPU);
}

/* Exits that are neither asked for here nor waiting nor the host's interrupts. */
static int64_t other_exits(const struct window2 *w, unsigned int vcpu)
{
	unsigned int interrupt = info.vendor == KVM_EXITMETER_VENDOR_VMX ? 1 : 0x60;

	return w->end[vcpu].exits - exits(w, vcpu, cpuid_row(&info)) -
	       exits(w, vcpu, cpuid_hlt_row(&info)) - exits(w, vcpu, interrupt);
}

static void spin(struct shared *shared)
{
	unsigned int i;

	for (i = 0; i < 1000; i++)
		shared->value++;
}

/* The kernel executes CPUID on another CPU by sending it an interrupt. */
static void check_ipis(void)
{
	enum { IPIS = 200 };
	static struct window2 w;
	struct worker busy;
	unsigned int cpu, i;

	abi_info(&info);
	for (cpu = 0; cpu < 2; cpu++) {
		pin(!cpu);
		/* Opens the file. */
		cpuid_at(cpu, 0, 0);
		worker_start(&busy, cpu, spin);
		open_window(&w);
		for (i = 0; i < IPIS; i++)
			cpuid_at(cpu, 0, 0);
		close_window(&w);
		worker_stop(&busy);
		want(exits(&w, cpu, cpuid_row(&info)), IPIS, "CPUIDs of vCPU %u", cpu);
		want(exits(&w, !cpu, cpuid_row(&info)), 1, "CPUIDs of vCPU %u", !cpu);
		want_that(other_exits(&w, !cpu) >= IPIS,
			  "vCPU %u sent %d interrupts with %" PRId64 " exits", !cpu, IPIS,
			  other_exits(&w, !cpu));
		note("%d interrupts sent by vCPU %u: %" PRId64 " exits; received: %" PRId64, IPIS,
		     !cpu, other_exits(&w, !cpu), w.end[cpu].exits);
	}
	pin(ANY_CPU);
}

static void work_for(int64_t ns)
{
	int64_t end = clock_ns() + ns;

	while (clock_ns() < end)
		;
}

static void check_blocked(void)
{
	static struct window2 w;
	unsigned int cpu;

	abi_info(&info);
	for (cpu = 0; cpu < 2; cpu++) {
		pin(!cpu);
		sleep_ms(10);
		open_window(&w);
		work_for(30000000);
		close_window(&w);
		want(exits(&w, !cpu, cpuid_hlt_row(&info)), 0, "HLTs of vCPU %u, which worked",
		     !cpu);
		want(w.end[!cpu].blocked, 0, "blocked cycles of vCPU %u, which worked", !cpu);
		want_that(w.end[cpu].blocked > w.end[cpu].wall / 2,
			  "vCPU %u had nothing to do, and %" PRId64 " of %" PRId64
			  " cycles are blocked", cpu, w.end[cpu].blocked, w.end[cpu].wall);
	}
	pin(ANY_CPU);
}

/* For five naps of 2 ms; an emulator may have to wait for its CPU. */
#define MAX_WORK_NS 10000000000ll

static void nap(struct shared *shared)
{
	(void)shared;
	sleep_ms(2);
}

static void work_beside_naps(const struct worker *sleeper, uint64_t naps)
{
	uint64_t before = sleeper->shared->done;
	int64_t end = clock_ns() + MAX_WORK_NS;

	while (sleeper->shared->done - before < naps && clock_ns() < end)
		;
}

static void check_halts(void)
{
	static struct window2 w;
	struct worker sleeper;
	unsigned int cpu;

	abi_info(&info);
	for (cpu = 0; cpu < 2; cpu++) {
		pin(!cpu);
		worker_start(&sleeper, cpu, nap);
		open_window(&w);
		work_beside_naps(&sleeper, 5);
		close_window(&w);
		worker_stop(&sleeper);
		want(exits(&w, !cpu, cpuid_hlt_row(&info)), 0, "HLTs of vCPU %u, which worked",
		     !cpu);
		/* On a busy host a nap can be over before the guest's kernel gets to HLT. */
		want_that(exits(&w, cpu, cpuid_hlt_row(&info)) > 0 && w.end[cpu].blocked > 0,
			  "vCPU %u slept five times without a HLT", cpu);
	}
	pin(ANY_CPU);
}

static void execute_cpuids(struct shared *shared)
{
	unsigned int i;

	(void)shared;
	for (i = 0; i < 16; i++)
		cpuid_raw(0, 0);
}

/* Reads what was latched of a vCPU that is running; returns whether it was torn. */
static bool check_snapshot(struct ledger *l, const struct ledger *last, uint32_t flags)
{
	slot_read(l, &info, 2, 1);
	if (flags & KVM_EXITMETER_LATCH_TORN) {
		want(l->wall, 0, "wall time of a vCPU that is left out");
		return true;
	}
	laws_check(l, 1, "vCPU 1, running");
	want_that(l->wall > last->wall, "vCPU 1, running: wall time stands still");
	if (last->nr_rows)
		laws_forward(l, last, "vCPU 1, running");
	return false;
}

static void take_snapshots(unsigned int nr, void (*work)(struct shared *shared))
{
	static struct ledger l[2];
	unsigned int i, torn = 0;
	struct worker other;
	uint32_t flags;

	abi_info(&info);
	memset(l, 0, sizeof(l));
	pin(0);
	worker_start(&other, 1, work);
	for (i = 0; i < nr && !check_failing(); i++) {
		want_that(abi_latch(2, &flags), "latch of slot 2 failed");
		want(flags & ~KVM_EXITMETER_LATCH_TORN, 0, "flags of a latch");
		if (check_snapshot(&l[i % 2], &l[(i + 1) % 2], flags)) {
			/* The next one is compared with the last good one. */
			l[i % 2] = l[(i + 1) % 2];
			torn++;
		}
	}
	want_that(torn <= nr / 100, "%u of %u latches are torn", torn, nr);
	note("%u latches, %u torn; vCPU 1 did %" PRIu64 " pieces of work", i, torn,
	     worker_stop(&other));
	pin(ANY_CPU);
}

static void check_exiting(void)
{
	take_snapshots(1000, execute_cpuids);
}

static void check_halting(void)
{
	take_snapshots(300, nap);
}

static void check_spinning(void)
{
	take_snapshots(300, spin);
}

/* What latches did to vCPU 1, which does some work meanwhile. */
struct disturbance {
	unsigned int sent;	/* interrupts */
	int64_t interrupts;	/* exits for one */
	int64_t copies;		/* those of them that the meter made, as it says */
};

static void latch_beside(struct disturbance *d, unsigned int nr,
			 void (*work)(struct shared *shared))
{
	static struct ledger begin, end;
	struct worker other;
	unsigned int row, i;

	abi_info(&info);
	row = info.vendor == KVM_EXITMETER_VENDOR_VMX ? 1 : 0x60;
	pin(0);
	worker_start(&other, 1, work);
	cpuid_latch(2);
	d->sent = 0;
	for (i = 0; i < nr; i++)
		d->sent += cpuid_raw(KVM_EXITMETER_LEAF_LATCH, 3).edx & 0xffff;
	worker_stop(&other);
	pin(ANY_CPU);
	slot_read(&begin, &info, 2, 1);
	slot_read(&end, &info, 3, 1);
	d->interrupts = end.rows[row].count - begin.rows[row].count;
	d->copies = end.copy_exits - begin.copy_exits;
	note("%u latches sent %u interrupts; of %" PRId64 " exits for interrupts the meter made %"
	     PRId64, nr, d->sent, d->interrupts, d->copies);
	want_that(d->copies >= 0 && d->copies <= d->sent && d->copies <= d->interrupts,
		  "%u interrupts sent, %" PRId64
		  " exits for interrupts, and the meter made %" PRId64 " of them",
		  d->sent, d->interrupts, d->copies);
}

/*
 * Exits that latches make on another vCPU are among its interrupts, and counted. One
 * that does nothing but exit may be in KVM when it is interrupted; one that does not
 * exit is in the guest.
 */
static void check_copies(void)
{
	struct disturbance d;

	latch_beside(&d, 1000, execute_cpuids);
	latch_beside(&d, 300, spin);
	want_that(2 * d.copies >= d.sent, "%u interrupts for a vCPU in the guest made %" PRId64
		  " exits", d.sent, d.copies);
}

static void latch_slot_0(struct shared *shared)
{
	shared->value += !!cpuid_raw(KVM_EXITMETER_LEAF_LATCH, 0).eax;
}

/* Who comes second is told so, at once, and has changed nothing. */
static void check_busy(void)
{
	static const struct abi_regs busy = { 0, 0, KVM_EXITMETER_LATCH_BUSY, 0 };
	unsigned int i, refused = 0;
	struct worker other;
	struct abi_regs r;

	abi_info(&info);
	pin(0);
	worker_start(&other, 1, latch_slot_0);
	for (i = 0; i < 100000 && refused < 10; i++) {
		r = cpuid_raw(KVM_EXITMETER_LEAF_LATCH, 0);
		if (r.eax)
			continue;
		want_regs(r, busy, "latch of a slot that another vCPU is at");
		refused++;
	}
	worker_stop(&other);
	want_that(refused, "%u latches of a slot that another vCPU latched all the time, none of "
		  "them refused", i);
	note("%u of %u latches of a slot that another vCPU latched all the time were refused",
	     refused, i);
	want_that(cpuid_latch(0), "latch of slot 0 afterwards failed");
	pin(ANY_CPU);
}

static const struct check checks[] = {
	{ "number of vCPUs", check_vcpus },
	{ "CPUIDs are charged to the vCPU that executed them", check_own_cpuids },
	{ "interrupts between vCPUs are charged to the one that sent them", check_ipis },
	{ "an idle vCPU is blocked, a working one is not", check_blocked },
	{ "HLTs are charged to the vCPU that sleeps", check_halts },
	{ "laws hold in 1000 copies of a vCPU that does nothing but exit", check_exiting },
	{ "laws hold in copies of a vCPU that sleeps and wakes up", check_halting },
	{ "laws hold in copies of a vCPU that does not exit", check_spinning },
	{ "exits that latches make on another vCPU are counted", check_copies },
	{ "a latch of a slot that another vCPU is at is refused, not kept waiting", check_busy },
};

const struct group group_smp = {
	.name = "smp",
	.summary = "several vCPUs: who is charged, copies of one that is running",
	.metered = true,
	.excuse = excuse,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
