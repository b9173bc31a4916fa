// SPDX-License-Identifier: GPL-2.0
/* Net quantities of made-up workloads, over their seeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "select/net.h"

#define SEEDS	3
#define CR	28

static struct record tdp[SEEDS], shadow[SEEDS];
static struct record_point tdp_points[SEEDS], shadow_points[SEEDS];
static struct pair seeds[SEEDS + 1];
static const struct pairs all = { seeds, SEEDS + 1 };

static void begin(struct record *r, size_t seed, bool is_shadow)
{
	memset(r, 0, sizeof(*r));
	r->platform = "bochs-vmx";
	r->workload = "fork";
	r->variant = "";
	r->seed = seed + 1;
	r->shadow = is_shadow;
	r->vendor = KVM_EXITMETER_VENDOR_VMX;
	r->has_startup = true;
}

static int setup(void **state)
{
	static struct record another;
	size_t i;

	(void)state;
	memset(tdp_points, 0, sizeof(tdp_points));
	memset(shadow_points, 0, sizeof(shadow_points));
	for (i = 0; i < SEEDS; i++) {
		begin(&tdp[i], i, false);
		begin(&shadow[i], i, true);
		seeds[i] = (struct pair) {
			.vendor = KVM_EXITMETER_VENDOR_VMX, .tdp = &tdp[i], .shadow = &shadow[i],
		};
	}
	/* Another workload is not a seed of this one. */
	begin(&another, 0, false);
	another.workload = "exec";
	another.window.net.exits = 1000000;
	seeds[SEEDS] = (struct pair) { .tdp = &another, .shadow = &another };
	return 0;
}

/* The window's exits for control registers and cycles of them, and a start of 100 and 1,000. */
static void set(struct record *r, int64_t exits, int64_t kernel)
{
	struct ledger *w = &r->window.net, *s = &r->startup.net;

	*s = (struct ledger) { .exits = 100, .kernel = 1000, .guest = 50, .user = 7, .blocked = 3,
			       .offcpu = 5, .startup = 11 };
	s->rows[CR] = (struct ledger_row) { .count = 100, .kernel = 1000 };
	*w = (struct ledger) { .exits = 100 + exits, .kernel = 1000 + kernel, .guest = 550,
			       .user = 27, .blocked = 903, .offcpu = 85, .startup = 4011 };
	s->nr_rows = w->nr_rows = LEDGER_MAX_ROWS;
	w->rows[CR] = (struct ledger_row) { .count = 100 + exits, .kernel = 1000 + kernel };
}

static struct net net(enum net_sum sum, enum exit_class class)
{
	const struct net_quantity q = { sum, class };

	return net_of(&all, &seeds[0], &q);
}

/* Starting up is taken off; waiting and what was before the first entry is not busy. */
static void test_quantities(void **state)
{
	static const int64_t expected[NET_SUM_NR] = {
		[NET_EXITS] = 40, [NET_KERNEL] = 6000, [NET_BUSY] = 6000 + 500 + 20,
		[NET_GUEST] = 500, [NET_USER] = 20, [NET_BLOCKED] = 900, [NET_OFFCPU] = 80,
	};
	struct net_quantity q = { NET_EXITS, CLASS_ALL };
	struct ledger work;

	(void)state;
	set(&tdp[0], 40, 6000);
	work = record_work(&tdp[0]);
	for (q.sum = 0; q.sum < NET_SUM_NR; q.sum++)
		assert_int_equal(net_quantity_of(&work, KVM_EXITMETER_VENDOR_VMX, &q),
				 expected[q.sum]);
	q = (struct net_quantity) { NET_EXITS, CLASS_CR };
	assert_int_equal(net_quantity_of(&work, KVM_EXITMETER_VENDOR_VMX, &q), 40);
	q.class = CLASS_FAULT;
	assert_int_equal(net_quantity_of(&work, KVM_EXITMETER_VENDOR_VMX, &q), 0);
}

static void set_seeds(const int64_t a[SEEDS], const int64_t b[SEEDS])
{
	size_t i;

	for (i = 0; i < SEEDS; i++) {
		set(&tdp[i], a[i], 1000 * a[i]);
		set(&shadow[i], b[i], 2000 * b[i]);
	}
}

static void assert_change(struct net n, const char *with_range, const char *without)
{
	assert_string_equal(net_change(&n, true).text, with_range);
	assert_string_equal(net_change(&n, false).text, without);
}

/* Factors are of each seed: their median is not that of the medians. */
static void test_factor(void **state)
{
	struct net n;

	(void)state;
	set_seeds((const int64_t[]) { 40, 50, 100 }, (const int64_t[]) { 400, 100, 300 });
	n = net(NET_EXITS, CLASS_ALL);
	assert_true(net_is_measured(&n));
	assert_int_equal(n.factor.nr, SEEDS);
	assert_true(n.factor.median == 3 && n.factor.min == 2 && n.factor.max == 10);
	assert_true(n.difference.median == 200);
	assert_true(n.tdp.median == 50 && n.tdp.min == 40 && n.tdp.max == 100);
	assert_true(n.shadow.median == 300);
	assert_change(n, "×3.00 [2.00–10.0]", "×3.00");
	assert_string_equal(spread_short(&n.tdp).text, "50 [40–100]");
	n = net(NET_KERNEL, CLASS_CR);
	assert_change(n, "×6.00 [4.00–20.0]", "×6.00");
}

/* Of under 30 exits, in any seed, the difference is printed. */
static void test_few(void **state)
{
	(void)state;
	set_seeds((const int64_t[]) { 30, 30, 30 }, (const int64_t[]) { 60, 60, 60 });
	assert_change(net(NET_EXITS, CLASS_ALL), "×2.00", "×2.00");
	set_seeds((const int64_t[]) { 29, 30, 30 }, (const int64_t[]) { 60, 60, 60 });
	assert_change(net(NET_EXITS, CLASS_ALL), "+30 [+30–+31]", "+30");
	assert_change(net(NET_KERNEL, CLASS_ALL), "+90.0 k [+90.0 k–+91.0 k]", "+90.0 k");
	/* Time that a guest runs is not of exits. */
	assert_int_equal(net(NET_GUEST, CLASS_ALL).factor.nr, SEEDS);
	/* Nor is there a factor of nothing, or to less than nothing. */
	set_seeds((const int64_t[]) { 30, 30, 30 }, (const int64_t[]) { 30, 30, -1 });
	assert_change(net(NET_EXITS, CLASS_ALL), "none", "none");
	set_seeds((const int64_t[]) { 0, 0, 0 }, (const int64_t[]) { 60, 60, 60 });
	assert_change(net(NET_EXITS, CLASS_FAULT), "none", "none");
}

/* Start-up that took nearly all of KVM's cycles leaves next to nothing to divide by. */
static void test_few_cycles(void **state)
{
	size_t i;

	(void)state;
	set_seeds((const int64_t[]) { 40, 40, 40 }, (const int64_t[]) { 60, 60, 60 });
	for (i = 0; i < SEEDS; i++)
		set(&tdp[i], 40, NET_BASE_CYCLES);
	assert_change(net(NET_KERNEL, CLASS_ALL), "×4.00", "×4.00");
	set(&tdp[1], 40, NET_BASE_CYCLES - 1);
	assert_change(net(NET_KERNEL, CLASS_ALL), "+90.0 k", "+90.0 k");
	assert_change(net(NET_EXITS, CLASS_ALL), "×1.50", "×1.50");
}

/* Cycles of one seed have two digits; exits are counted. */
static void test_one_seed(void **state)
{
	size_t i;

	(void)state;
	set_seeds((const int64_t[]) { 40, 50, 100 }, (const int64_t[]) { 493, 100, 300 });
	for (i = 1; i < SEEDS; i++)
		seeds[i].shadow = NULL;
	assert_change(net(NET_EXITS, CLASS_ALL), "×12.3", "×12.3");
	assert_change(net(NET_KERNEL, CLASS_CR), "×25", "×25");
	set(&shadow[0], 95, 40000 + 38000);
	assert_change(net(NET_KERNEL, CLASS_CR), "×2.0", "×2.0");
	set(&tdp[0], 20, 20000);
	assert_change(net(NET_KERNEL, CLASS_ALL), "+58 k", "+58 k");
}

/* Seeds that do not agree on a direction say that there is none. */
static void test_none(void **state)
{
	(void)state;
	set_seeds((const int64_t[]) { 10, 10, 10 }, (const int64_t[]) { 9, 20, 11 });
	assert_change(net(NET_EXITS, CLASS_ALL), "none", "none");
	set_seeds((const int64_t[]) { 10, 10, 10 }, (const int64_t[]) { 9, 8, 7 });
	assert_change(net(NET_EXITS, CLASS_ALL), "-2 [-3–-1]", "-2");
}

/* What was measured in one mode only is no seed. */
static void test_not_measured(void **state)
{
	struct net n;
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++)
		seeds[i].shadow = NULL;
	n = net(NET_EXITS, CLASS_ALL);
	assert_false(net_is_measured(&n));
	assert_change(n, "–", "–");
	assert_string_equal(spread_short(&n.shadow).text, "–");
}

/* Per operation; the limit is of all operations. */
static void test_points(void **state)
{
	const struct net_quantity q = { NET_EXITS, CLASS_ALL };
	struct net n;
	size_t i;

	(void)state;
	for (i = 0; i < SEEDS; i++) {
		tdp_points[i].operations = shadow_points[i].operations = 100;
		tdp_points[i].has_startup = shadow_points[i].has_startup = true;
		tdp_points[i].startup.net.exits = 10;
		tdp_points[i].window.net.exits = 10 + 200;
		shadow_points[i].window.net.exits = 600 + 100 * (int64_t)i;
		tdp[i].points = &tdp_points[i];
		shadow[i].points = &shadow_points[i];
		tdp[i].nr_points = shadow[i].nr_points = 1;
	}
	n = net_of_point(&all, &seeds[0], 0, &q);
	assert_true(n.tdp.median == 2 && n.shadow.median == 7);
	assert_change(n, "×3.50 [3.00–4.00]", "×3.50");
	tdp_points[0].window.net.exits = 10 + 29;
	n = net_of_point(&all, &seeds[0], 0, &q);
	assert_int_equal(n.factor.nr, 0);
	assert_int_equal(net_of_point(&all, &seeds[0], 1, &q).difference.nr, 0);
}

static void test_spread_none(void **state)
{
	double around[] = { -1, 2, 3 }, zero[] = { 0, 0 };
	struct spread s = spread_of(around, 3);

	(void)state;
	assert_string_equal(spread_short(&s).text, "none");
	s = spread_of(zero, 2);
	assert_string_equal(spread_short(&s).text, "0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_quantities, setup),
		cmocka_unit_test_setup(test_factor, setup),
		cmocka_unit_test_setup(test_few, setup),
		cmocka_unit_test_setup(test_few_cycles, setup),
		cmocka_unit_test_setup(test_one_seed, setup),
		cmocka_unit_test_setup(test_none, setup),
		cmocka_unit_test_setup(test_not_measured, setup),
		cmocka_unit_test_setup(test_points, setup),
		cmocka_unit_test(test_spread_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
