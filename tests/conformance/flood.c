// SPDX-License-Identifier: GPL-2.0
/*
 * Can a guest keep its host, or another vCPU, from working by asking the meter?
 *
 * A process does nothing but ask while another one does plain work, on another
 * vCPU if there is one.  What the work gets done is compared with what it gets
 * done beside a process that executes an ordinary CPUID in a loop: that is
 * what a guest may do to its host without the meter.
 *
 * It must get at least half of that.  A latch interrupts a CPU only if the vCPU
 * on it exits faster than its ledger can be copied, and works on its own
 * vCPU's time otherwise; a tenth would do but for the noise of an emulated
 * machine and of the guest's scheduler.  What the check is to find is work
 * that grows with what the guest passes, or a lock that is held meanwhile, and
 * then the other gets next to nothing.
 */
#include <inttypes.h>
#include <string.h>

#include "check.h"
#include "cpuid.h"
#include "laws.h"
#include "meter/slot.h"
#include "worker.h"

/* More rounds if something was in the way of the first: the best one counts. */
#define ROUNDS		2
#define MAX_ROUNDS	10
#define ROUND_NS	40000000
#define PER_PIECE	16

/*
 * No interval of a CPUID in the kernel may be longer, in ms.  A latch of few
 * vCPUs takes some microseconds, and an emulator that has to wait for its CPU
 * keeps the clock going for 200 ms at times.
 */
#define MAX_INTERVAL_MS	1000

/* Filled in by each check that needs it. */
static struct abi_info info;

/* --- what the one process asks ----------------------------------------------------- */

static void ask_ordinary(struct shared *shared)
{
	unsigned int i;

	(void)shared;
	for (i = 0; i < PER_PIECE; i++)
		cpuid_raw(0, 0);
}

static void ask_latch(struct shared *shared)
{
	unsigned int i;

	(void)shared;
	for (i = 0; i < PER_PIECE; i++)
		cpuid_raw(KVM_EXITMETER_LEAF_LATCH, i % 4);
}

static void ask_read(struct shared *shared)
{
	unsigned int i;

	(void)shared;
	/* The dearest ones: sums over the rows, the bits of 128 rows. */
	for (i = 0; i < PER_PIECE; i++)
		cpuid_raw(KVM_EXITMETER_LEAF_READ, i % 2 ? 0xfff03000 : 0xfff04000);
}

static void ask_classic(struct shared *shared)
{
	unsigned int i;

	(void)shared;
	for (i = 0; i < PER_PIECE; i++)
		cpuid_raw(i % 2 ? KVM_EXITMETER_LEAF_TOTAL : KVM_EXITMETER_LEAF_REASON, i);
}

/* xorshift; any sequence will do, but the same each time. */
static uint32_t next_random(void)
{
	static uint32_t x = 0x2545f491;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x;
}

static void ask_nonsense(struct shared *shared)
{
	static const uint32_t leaves[] = {
		KVM_EXITMETER_LEAF_INFO, KVM_EXITMETER_LEAF_LATCH, KVM_EXITMETER_LEAF_READ,
		KVM_EXITMETER_LEAF_REASON,
	};
	unsigned int i;

	(void)shared;
	for (i = 0; i < PER_PIECE; i++)
		cpuid_raw(leaves[i % NELEMS(leaves)], next_random());
}

static const struct {
	const char *name;
	void (*ask)(struct shared *shared);
} floods[] = {
	{ "an ordinary leaf", ask_ordinary },	/* what the others are compared with */
	{ "latches", ask_latch },
	{ "reads", ask_read },
	{ "classic leaves", ask_classic },
	{ "nonsense", ask_nonsense },
};

/* --- what the other one gets done -------------------------------------------------- */

static uint64_t plain_work(int64_t ns)
{
	int64_t end = clock_ns() + ns;
	volatile uint64_t sum = 0;
	uint64_t pieces = 0;
	unsigned int i;

	for (; clock_ns() < end; pieces++)
		for (i = 0; i < 500; i++)
			sum += i;
	return pieces;
}

static uint64_t exiting_work(int64_t ns)
{
	int64_t end = clock_ns() + ns;
	uint64_t pieces = 0;

	for (; clock_ns() < end; pieces++)
		cpuid_raw(0, 0);
	return pieces;
}

static bool alone_on_a_vcpu(void)
{
	return cpus_online() > 1;
}

static uint64_t work_beside(size_t flood, uint64_t (*work)(int64_t ns))
{
	struct worker asking;
	uint64_t done;

	worker_start(&asking, alone_on_a_vcpu() ? 1 : ANY_CPU, floods[flood].ask);
	done = work(ROUND_NS);
	worker_stop(&asking);
	return done;
}

/* Adds the CPUIDs since the last call, and the kernel's cycles for them. */
static void add_cost(struct ledger_row *cost)
{
	static struct ledger last;
	const struct ledger_row *row = &last.rows[cpuid_row(&info)];

	cost->count -= row->count;
	cost->kernel -= row->kernel;
	cpuid_latch(0);
	slot_read(&last, &info, 0, KVM_EXITMETER_ALL_VCPUS);
	cost->count += row->count;
	cost->kernel += row->kernel;
}

/* Runs all floods once; @done keeps the best of all rounds, @cost their sum. */
static void run_round(uint64_t (*work)(int64_t ns), uint64_t done[NELEMS(floods)],
		      struct ledger_row cost[NELEMS(floods)])
{
	struct ledger_row between = { 0 };
	uint64_t now;
	size_t i;

	for (i = 0; i < NELEMS(floods); i++) {
		add_cost(&between);
		now = work_beside(i, work);
		add_cost(&cost[i]);
		if (now > done[i])
			done[i] = now;
	}
}

static bool is_enough(const uint64_t done[NELEMS(floods)], size_t flood)
{
	return 2 * done[flood] >= done[0];
}

static bool are_enough(const uint64_t done[NELEMS(floods)])
{
	size_t i;

	for (i = 1; i < NELEMS(floods); i++)
		if (!is_enough(done, i))
			return false;
	return true;
}

static void check_progress_beside(uint64_t (*work)(int64_t ns))
{
	struct ledger_row cost[NELEMS(floods)] = { 0 };
	uint64_t done[NELEMS(floods)] = { 0 };
	unsigned int round;
	size_t i;

	abi_info(&info);
	pin(alone_on_a_vcpu() ? 0 : ANY_CPU);
	for (round = 0; round < MAX_ROUNDS; round++) {
		if (round >= ROUNDS && are_enough(done))
			break;
		run_round(work, done, cost);
	}
	for (i = 0; i < NELEMS(floods); i++) {
		note("beside %s: %" PRIu64 " pieces of work, %" PRIu64 " %%; %" PRId64
		     " cycles for a CPUID", floods[i].name, done[i], done[i] * 100 / done[0],
		     cost[i].kernel / cost[i].count);
		want_that(is_enough(done, i), "beside %s less than half the work gets done",
			  floods[i].name);
	}
	pin(ANY_CPU);
}

static void check_plain_work(void)
{
	check_progress_beside(plain_work);
}

static void check_exiting_work(void)
{
	if (!alone_on_a_vcpu()) {
		skip("needs two vCPUs");
		return;
	}
	check_progress_beside(exiting_work);
}

static void check_longest(void)
{
	const struct ledger_row *row;
	static struct ledger l;
	int64_t us;

	abi_info(&info);
	row = &l.rows[cpuid_row(&info)];
	laws_latch(&l, &info, 0);
	us = row->max * 1000 / info.tsc_khz;
	note("the longest CPUID took %" PRId64 " cycles, %" PRId64 " us", row->max, us);
	want_that(us < MAX_INTERVAL_MS * 1000, "the longest CPUID took more than %d ms",
		  MAX_INTERVAL_MS);
}

static void check_slots(void)
{
	uint32_t before = cpuid_latch(0), ecx, serial;
	unsigned int i, latched = 0;

	for (i = 0; i < 20000; i++) {
		/* Also few bits, and few different ones. */
		ecx = next_random() >> (next_random() & 31);
		serial = cpuid_latch(ecx);
		latched += !!serial;
		want_that(!serial == (ecx >= 4), "latch of slot %#x: serial number %#x", ecx,
			  serial);
	}
	want(cpuid_latch(0), before + latched + 1, "serial number after %u latches", latched);
}

static void check_afterwards(void)
{
	static struct ledger l;
	unsigned int slot;

	abi_info(&info);
	for (slot = 0; slot < 4; slot++)
		laws_latch(&l, &info, slot);
}

static const struct check checks[] = {
	{ "plain work beside a process that floods the meter", check_plain_work },
	{ "work that exits beside a vCPU that floods the meter", check_exiting_work },
	{ "random slots: there are four, whatever is asked for", check_slots },
	{ "the longest CPUID is bounded", check_longest },
	{ "the laws hold afterwards", check_afterwards },
};

const struct group group_flood = {
	.name = "flood",
	.summary = "a guest that asks and asks does not keep others from working",
	.metered = true,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
