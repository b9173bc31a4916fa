// SPDX-License-Identifier: GPL-2.0
/* Windows over a meter that this file plays: what is latched, read, subtracted. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "meter/abi.h"
#include "measure/capture.h"

#define REASONS		KVM_EXITMETER_VMX_REASONS
#define CPUID		10
#define INTERRUPT	1	/* the row of exits for an interrupt of the host */
#define EXIT_CYCLES	1000	/* of one CPUID, in the kernel account */
#define GUEST_CYCLES	70	/* between two exits */

/* The ledger that goes on, its copies, and how the meter misbehaves. */
static struct ledger live, slots[KVM_EXITMETER_SLOTS];
static uint32_t serial;
static unsigned int nr_vcpus;
static unsigned int latches, reads;
static unsigned int busy_at;	/* latch that fails; 0: none */
static unsigned int torn_at;		/* latch with the flag TORN */
static bool gone;			/* the VM is on a host without a meter now */
static uint32_t generation;
static bool same_slots;			/* there, as if somebody had latched just so */
static unsigned int moved_at;		/* latch before which the VM comes onto another host */
static unsigned int copies_at;		/* latch that makes exits on other vCPUs */
static uint32_t features;
static unsigned int relatch_at;		/* read before which slot 1 changes */

static void exit_once(void)
{
	live.exits++;
	live.kvm_exits++;
	live.rows[CPUID].count++;
	live.rows[CPUID].kernel += EXIT_CYCLES;
	live.kernel += EXIT_CYCLES;
	live.guest += GUEST_CYCLES;
	live.wall += EXIT_CYCLES + GUEST_CYCLES;
	live.tsc += EXIT_CYCLES + GUEST_CYCLES;
}

static uint32_t latch(unsigned int slot)
{
	slots[slot] = live;
	slots[slot].serial = ++serial;
	return serial;
}

enum abi_presence abi_presence(char hypervisor[13])
{
	*hypervisor = '\0';
	return gone ? ABI_UNPATCHED : ABI_PRESENT;
}

void abi_info(struct abi_info *info)
{
	*info = (struct abi_info){
		.version = 1, .generation = generation, .vendor = KVM_EXITMETER_VENDOR_VMX, .nr_reasons = REASONS,
		.nr_rows = REASONS + KVM_EXITMETER_ROW_NR, .nr_vcpus = nr_vcpus,
		.nr_slots = KVM_EXITMETER_SLOTS, .features = features,
	};
}

/* Counters begin at zero there, and nothing is latched. */
static void move(void)
{
	generation++;
	if (same_slots)
		return;
	memset(slots, 0, sizeof(slots));
	serial = 0;
}

/* Stops vCPUs in the guest to copy them: exits of theirs, before the copy. */
static void interrupt_others(unsigned int nr)
{
	live.exits += nr;
	live.kvm_exits += nr;
	live.rows[INTERRUPT].count += nr;
	live.copy_exits += nr;
}

uint32_t abi_latch(unsigned int slot, uint32_t *flags)
{
	exit_once();
	if (++latches == moved_at)
		move();
	if (latches == copies_at)
		interrupt_others(3);
	if (flags)
		*flags = latches == torn_at ? KVM_EXITMETER_LATCH_TORN : 0;
	return latches == busy_at ? 0 : latch(slot);
}

static struct abi_pair read_sum(const struct ledger *l, unsigned int index)
{
	switch (index) {
	case KVM_EXITMETER_SUM_EXITS_KERNEL:
		return (struct abi_pair){ l->exits, l->kernel };
	case KVM_EXITMETER_SUM_USER_BLOCKED:
		return (struct abi_pair){ l->user, l->blocked };
	case KVM_EXITMETER_SUM_OFFCPU_GUEST:
		return (struct abi_pair){ l->offcpu, l->guest };
	case KVM_EXITMETER_SUM_STARTUP_WALL:
		return (struct abi_pair){ l->startup, l->wall };
	case KVM_EXITMETER_SUM_PSEUDO:
		return (struct abi_pair){ l->vmfail, l->emulation };
	case KVM_EXITMETER_SUM_FLAGGED:
		return (struct abi_pair){ l->failed_entry, l->enclave };
	case KVM_EXITMETER_SUM_STATS:
		return (struct abi_pair){ l->bus_lock, l->kvm_exits };
	case KVM_EXITMETER_SUM_CLAMPED:
		return (struct abi_pair){ l->negative, l->clamped };
	case KVM_EXITMETER_SUM_STAMP:
		return (struct abi_pair){ l->serial, l->tsc };
	case KVM_EXITMETER_SUM_COPIES:
		assert_true(features & KVM_EXITMETER_FEATURE_COPIES);
		return (struct abi_pair){ l->copy_exits, 0 };
	}
	fail();
	return (struct abi_pair){ 0, 0 };
}

static struct abi_pair nonzero(const struct ledger *l, unsigned int index)
{
	struct abi_pair p = { 0, 0 };
	unsigned int i, row;

	for (i = 0; i < 128; i++) {
		row = index * 128 + i;
		if (row < l->nr_rows && !ledger_row_is_zero(&l->rows[row]))
			*(i < 64 ? &p.first : &p.second) |= 1ULL << (i % 64);
	}
	return p;
}

/* vCPU 1 has made as many exits as the latch has a number, and nothing else. */
static struct abi_pair read_vcpu1(const struct ledger *l, unsigned int field, unsigned int index)
{
	struct abi_pair p = { 0, 0 };

	if (field == KVM_EXITMETER_FIELD_SUMMARY && index == KVM_EXITMETER_SUM_STAMP)
		p.first = l->serial;
	if (field == KVM_EXITMETER_FIELD_SUMMARY && index == KVM_EXITMETER_SUM_EXITS_KERNEL)
		p.first = l->serial;
	return p;
}

struct abi_pair abi_read(unsigned int vcpu, unsigned int slot, unsigned int field,
			 unsigned int index)
{
	const struct ledger *l = &slots[slot];

	exit_once();
	if (++reads == relatch_at)
		latch(1);
	if (vcpu == 1)
		return read_vcpu1(l, field, index);
	assert_true(vcpu == KVM_EXITMETER_ALL_VCPUS || (nr_vcpus > 1 && !vcpu));
	switch (field) {
	case KVM_EXITMETER_FIELD_COUNT_KERNEL:
		return (struct abi_pair){ l->rows[index].count, l->rows[index].kernel };
	case KVM_EXITMETER_FIELD_USER_BLOCKED:
		return (struct abi_pair){ l->rows[index].user, l->rows[index].blocked };
	case KVM_EXITMETER_FIELD_OFFCPU_MAX:
		return (struct abi_pair){ l->rows[index].offcpu, l->rows[index].max };
	case KVM_EXITMETER_FIELD_SUMMARY:
		return read_sum(l, index);
	case KVM_EXITMETER_FIELD_NONZERO:
		return nonzero(l, index);
	}
	fail();
	return (struct abi_pair){ 0, 0 };
}

static int setup(void **state)
{
	unsigned int i;
	size_t s;

	(void)state;
	memset(&live, 0, sizeof(live));
	memset(slots, 0, sizeof(slots));
	serial = latches = reads = busy_at = torn_at = relatch_at = copies_at = features = 0;
	moved_at = 0;
	generation = 7;
	gone = same_slots = false;
	nr_vcpus = 1;
	live.nr_reasons = REASONS;
	live.nr_rows = REASONS + KVM_EXITMETER_ROW_NR;
	for (s = 0; s < ledger_nr_sums; s++)
		*ledger_sum(&live, s) = 1000000 * (s + 1);
	/* On both sides of the bitmap's middle, and the last; not the first. */
	for (i = 0; i < live.nr_rows; i++)
		if (i == 63 || i == 64 || i == live.nr_rows - 1)
			live.rows[i] = (struct ledger_row){ i + 1, i + 2, i + 3, i + 4, i + 5,
							    i + 6 };
	return 0;
}

static struct window w;

static int run(const char *script)
{
	char *argv[] = { "/bin/sh", "-c", (char *)script, NULL };

	return window_run(&w, argv);
}

static void test_window_costs_one_exit(void **state)
{
	unsigned int i;
	size_t s;

	(void)state;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(w.empty.exits, 1);
	assert_int_equal(w.empty.rows[CPUID].count, 1);
	assert_int_equal(w.empty.kernel, EXIT_CYCLES);
	assert_int_equal(w.end.exits - w.begin.exits, 1);
	/* The command made no exit on this meter: nothing is left. */
	for (s = 0; s < ledger_nr_sums; s++)
		assert_int_equal(ledger_sum_get(&w.net, s), 0);
	for (i = 0; i < w.net.nr_rows; i++)
		assert_true(ledger_row_is_zero(&w.net.rows[i]));
}

/* The last of the empty windows, and the one that counts. */
static void test_exits_of_copies_are_taken_off(void **state)
{
	(void)state;
	features = KVM_EXITMETER_FEATURE_COPIES;
	for (copies_at = 6; copies_at <= 8; copies_at++) {
		latches = 0;
		assert_int_equal(run("exit 0"), 0);
		assert_int_equal(w.end.copy_exits - w.begin.copy_exits, copies_at == 8 ? 3 : 0);
		assert_int_equal(w.end.exits - w.begin.exits, copies_at == 8 ? 4 : 1);
		assert_int_equal(w.net.exits, 0);
		assert_int_equal(w.net.kvm_exits, 0);
		assert_int_equal(w.net.rows[INTERRUPT].count, 0);
		assert_int_equal(w.net.rows[CPUID].count, 0);
	}
}

static void test_slot_is_read_in_full(void **state)
{
	unsigned int i;
	size_t s;

	(void)state;
	assert_int_equal(run("exit 0"), 0);
	/* What the meter had when slot 1 was latched last. */
	for (s = 0; s < ledger_nr_sums; s++)
		assert_int_equal(ledger_sum_get(&w.end, s), ledger_sum_get(&slots[1], s));
	for (i = 0; i < w.end.nr_rows; i++)
		assert_memory_equal(&w.end.rows[i], &slots[1].rows[i], sizeof(w.end.rows[i]));
	assert_int_equal(w.end.serial, slots[1].serial);
	assert_int_equal(w.end.tsc, slots[1].tsc);
	assert_int_equal(w.end.serial, w.begin.serial + 1);
}

static void test_status(void **state)
{
	(void)state;
	assert_int_equal(run("exit 3"), 0);
	assert_true(WIFEXITED(w.status));
	assert_int_equal(WEXITSTATUS(w.status), 3);
	assert_int_equal(run("kill -9 $$"), 0);
	assert_true(WIFSIGNALED(w.status));
	assert_int_equal(WTERMSIG(w.status), 9);
}

static void test_command_that_is_not_there(void **state)
{
	char *argv[] = { "/no/such/program", NULL };

	(void)state;
	assert_int_equal(window_run(&w, argv), 0);
	assert_int_equal(WEXITSTATUS(w.status), 127);
}

static void test_latch_that_fails(void **state)
{
	(void)state;
	/* Three empty windows, then the one that counts. */
	for (busy_at = 1; busy_at <= 8; busy_at++) {
		latches = 0;
		assert_int_equal(run("exit 0"), -EBUSY);
	}
	assert_int_equal(busy_at, 9);
	latches = 0;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(latches, 8);
}

static void test_flags_of_any_latch_are_kept(void **state)
{
	(void)state;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(w.flags, 0);
	for (torn_at = 1; torn_at <= 8; torn_at++) {
		latches = 0;
		assert_int_equal(run("exit 0"), 0);
		assert_int_equal(w.flags, KVM_EXITMETER_LATCH_TORN);
	}
}

/* Whenever somebody else latches the slot while it is read, it is noticed. */
static void test_slot_latched_by_another(void **state)
{
	unsigned int first, last;

	(void)state;
	slots[1] = live;
	slots[1].serial = serial = 41;
	assert_int_equal(window_from_zero(&w, 1, 41), 0);
	last = reads;
	assert_true(last > 10);
	for (first = 1; first <= last; first++) {
		setup(NULL);
		slots[1] = live;
		slots[1].serial = serial = 41;
		relatch_at = first;
		assert_int_equal(window_from_zero(&w, 1, 41), -EBUSY);
	}
}

/* Wherever in the window it comes. */
static void test_migrated(void **state)
{
	unsigned int at;

	(void)state;
	for (at = 2; at <= 8; at++) {
		setup(NULL);
		moved_at = at;
		assert_int_equal(run("exit 0"), -ESTALE);
	}
	/* The other host's latches may bear the same numbers. */
	setup(NULL);
	moved_at = 8;
	same_slots = true;
	assert_int_equal(run("exit 0"), -ESTALE);
	setup(NULL);
	gone = true;
	assert_int_equal(run("exit 0"), -ENODEV);
}

static void test_window_from_zero(void **state)
{
	(void)state;
	slots[2] = live;
	slots[2].serial = 9;
	assert_int_equal(window_from_zero(&w, 2, 9), 0);
	assert_true(w.from_zero);
	assert_int_equal(w.net.exits, slots[2].exits);
	assert_int_equal(w.net.wall, slots[2].wall);
	assert_memory_equal(w.net.rows, w.end.rows, sizeof(w.net.rows));
	assert_int_equal(w.begin.exits, 0);
	assert_int_equal(w.begin.nr_rows, w.end.nr_rows);
	assert_int_equal(window_from_zero(&w, 2, 8), -EBUSY);
	assert_int_equal(window_from_zero(&w, 2, 0), -EBUSY);
}

static void test_vcpus(void **state)
{
	(void)state;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(w.nr_vcpus, 0);
	assert_null(w.vcpus);

	nr_vcpus = 2;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(w.nr_vcpus, 2);
	assert_int_equal(w.vcpus[0].exits, w.end.exits - w.begin.exits);
	assert_int_equal(w.vcpus[0].rows[CPUID].count, 1);
	assert_int_equal(w.vcpus[1].exits, w.end.serial - w.begin.serial);
	window_free(&w);
	assert_int_equal(w.nr_vcpus, 0);

	slots[2] = live;
	slots[2].serial = 9;
	assert_int_equal(window_from_zero(&w, 2, 9), 0);
	assert_int_equal(w.nr_vcpus, 2);
	assert_int_equal(w.vcpus[0].exits, slots[2].exits);
	assert_int_equal(w.vcpus[1].exits, 9);
	window_free(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_window_costs_one_exit, setup),
		cmocka_unit_test_setup(test_exits_of_copies_are_taken_off, setup),
		cmocka_unit_test_setup(test_slot_is_read_in_full, setup),
		cmocka_unit_test_setup(test_status, setup),
		cmocka_unit_test_setup(test_command_that_is_not_there, setup),
		cmocka_unit_test_setup(test_latch_that_fails, setup),
		cmocka_unit_test_setup(test_flags_of_any_latch_are_kept, setup),
		cmocka_unit_test_setup(test_slot_latched_by_another, setup),
		cmocka_unit_test_setup(test_migrated, setup),
		cmocka_unit_test_setup(test_window_from_zero, setup),
		cmocka_unit_test_setup(test_vcpus, setup),
	};

	/* What the code under test complains about is wanted here. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
