// SPDX-License-Identifier: GPL-2.0
/* What exits would cost on hardware: numbers that can be checked by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hardware/model.h"

#define CR	28
#define NR_ROWS	64
#define CPUID	10
#define EXCEPTION	0
#define EPT_MISCONFIG	49

static struct record *tdp, *shadow;
static struct hw_costs *costs;
static struct pair pair;

static struct record *new_record(bool is_shadow)
{
	struct record *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	r->vendor = KVM_EXITMETER_VENDOR_VMX;
	r->shadow = is_shadow;
	r->window.net.nr_reasons = r->window.net.nr_rows = NR_ROWS;
	return r;
}

static void set(struct record *r, unsigned int reason, int64_t count, int64_t kernel)
{
	struct ledger *net = &r->window.net;

	net->exits += count - net->rows[reason].count;
	net->kernel += kernel - net->rows[reason].kernel;
	net->rows[reason].count = count;
	net->rows[reason].kernel = kernel;
}

/*
 * 10 CPUIDs in both modes, 1,000 CR accesses with shadow paging; an instruction of
 * KVM takes 1 to 2 cycles, a switch 100 to 400, of a CR access 200 to 300.
 */
static int setup(void **state)
{
	enum exit_class kind;

	(void)state;
	tdp = new_record(false);
	shadow = new_record(true);
	costs = calloc(1, sizeof(*costs));
	assert_non_null(costs);
	set(tdp, CPUID, 10, 5000);
	set(shadow, CPUID, 10, 5000);
	set(shadow, CR, 1000, 600000);
	tdp->window.net.guest = 2000000;
	shadow->window.net.guest = 2000000;
	pair = (struct pair) { .platform = "bochs-vmx", .vendor = KVM_EXITMETER_VENDOR_VMX,
			       .tdp = tdp, .shadow = shadow };
	for (kind = 0; kind < CLASS_LISTED; kind++)
		costs->of_kind[kind] = (struct range) { 100, 400 };
	costs->world_switch.range = (struct range) { 100, 400 };
	costs->of_kind[CLASS_CR] = (struct range) { 200, 300 };
	costs->has_own[CLASS_CR] = true;
	costs->cpi.range = (struct range) { 1, 2 };
	costs->guest_cpi.range = (struct range) { 1, 4 };
	costs->walks.range = (struct range) { 5, 9 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(tdp);
	free(shadow);
	free(costs);
	return 0;
}

static void assert_range(struct range r, double low, double high)
{
	assert_true(r.low > low - 1e-6 && r.low < low + 1e-6);
	assert_true(r.high > high - 1e-6 && r.high < high + 1e-6);
}

static void test_modes(void **state)
{
	struct model m;

	(void)state;
	model_pair(&m, &pair, costs);
	assert_true(m.has_instructions);
	assert_range(m.mode[0].exits, 10, 10);
	assert_range(m.mode[1].exits, 1010, 1010);
	assert_range(m.mode[1].instructions, 605000, 605000);
	assert_range(m.mode[0].switches, 1000, 4000);
	assert_range(m.mode[0].overhead, 6000, 14000);
	assert_range(m.mode[1].switches, 201000, 304000);
	assert_range(m.mode[1].overhead, 806000, 1514000);
}

/* CPUIDs are in both modes: what one costs does not widen the difference. */
static void test_difference(void **state)
{
	struct model m;

	(void)state;
	model_pair(&m, &pair, costs);
	assert_range(m.saved, 200000 + 600000, 300000 + 1200000);
	assert_range(m.break_even, 400, 750);
	assert_range(m.break_even_percent, 10, 75);
	assert_int_equal(m.verdict, MODEL_NESTED);
}

/* 1,000 accesses to a device: EPT violations in one mode, page faults in the other. */
static void test_renamed(void **state)
{
	struct model m;

	(void)state;
	set(shadow, CR, 0, 0);
	set(tdp, EPT_MISCONFIG, 1000, 3000000);
	set(shadow, EXCEPTION, 1000, 5000000);
	model_pair(&m, &pair, costs);
	assert_range(m.saved, 2000000, 4000000);
	/* What has a range of its own is another unknown. */
	costs->has_own[CLASS_FAULT] = true;
	model_pair(&m, &pair, costs);
	assert_range(m.saved, 100000 - 400000 + 2000000, 400000 - 100000 + 4000000);
}

/* Starting the program up is not work. */
static void test_net(void **state)
{
	struct model m;

	(void)state;
	shadow->has_startup = true;
	shadow->startup.net.nr_reasons = shadow->startup.net.nr_rows = NR_ROWS;
	shadow->startup.net.exits = 600;
	shadow->startup.net.kernel = 400000;
	shadow->startup.net.rows[CR] = (struct ledger_row) { .count = 600, .kernel = 400000 };
	model_pair(&m, &pair, costs);
	assert_range(m.mode[1].exits, 410, 410);
	assert_range(m.saved, 400 * 200 + 200000, 400 * 300 + 400000);
}

/* Over the seeds: what any of them has. */
static void test_seeds(void **state)
{
	struct record *other = new_record(true);
	struct pair seeds[] = { pair, pair };
	struct pairs all = { seeds, 2 };
	struct model m;

	(void)state;
	tdp->workload = shadow->workload = other->workload = "fork";
	tdp->platform = shadow->platform = other->platform = pair.platform;
	tdp->variant = shadow->variant = other->variant = "";
	set(other, CPUID, 10, 5000);
	set(other, CR, 1500, 600000);
	seeds[1].shadow = other;
	model_workload(&m, &all, &seeds[0], costs);
	assert_range(m.mode[1].exits, 1010, 1510);
	assert_range(m.saved, 200000 + 600000, 450000 + 1200000);
	assert_range(m.break_even, 400, 825);
	assert_int_equal(m.verdict, MODEL_NESTED);
	costs->walks.range = (struct range) { 5, 10.5 };
	model_workload(&m, &all, &seeds[1], costs);
	assert_int_equal(m.verdict, MODEL_OPEN);
	free(other);
}

static void test_verdicts(void **state)
{
	struct model m;

	(void)state;
	costs->walks.range = (struct range) { 5, 10.5 };
	model_pair(&m, &pair, costs);
	assert_int_equal(m.verdict, MODEL_OPEN);
	costs->walks.range = (struct range) { 74, 80 };
	model_pair(&m, &pair, costs);
	assert_int_equal(m.verdict, MODEL_OPEN);
	costs->walks.range = (struct range) { 76, 80 };
	model_pair(&m, &pair, costs);
	assert_int_equal(m.verdict, MODEL_SHADOW);
}

/* Shadow paging may save exits: then the range is of numbers below 0. */
static void test_other_way_round(void **state)
{
	struct model m;

	(void)state;
	pair.tdp = shadow;
	pair.shadow = tdp;
	model_pair(&m, &pair, costs);
	assert_range(m.saved, -1500000, -800000);
	assert_range(m.break_even_percent, -75, -10);
	assert_int_equal(m.verdict, MODEL_SHADOW);
}

/* With fewer exits that take longer, either may be more. */
static void test_both_signs(void **state)
{
	struct model m;

	(void)state;
	set(tdp, CR, 2000, 0);
	model_pair(&m, &pair, costs);
	assert_range(m.saved, -300000 + 600000, -200000 + 1200000);
	set(tdp, CR, 5000, 0);
	model_pair(&m, &pair, costs);
	assert_range(m.saved, -1200000 + 600000, -800000 + 1200000);
	assert_range(m.break_even_percent, -30, 20);
	assert_int_equal(m.verdict, MODEL_OPEN);
}

/* Where a cycle is no instruction, the switches are all there is. */
static void test_no_instructions(void **state)
{
	struct model m;

	(void)state;
	pair.platform = "tcg-svm";
	model_pair(&m, &pair, costs);
	assert_false(m.has_instructions);
	assert_range(m.mode[1].switches, 201000, 304000);
	assert_range(m.mode[1].instructions, 0, 0);
	assert_int_equal(m.verdict, MODEL_UNKNOWN);
	assert_range(m.break_even, 0, 0);
}

static void test_idle_guest(void **state)
{
	struct model m;

	(void)state;
	tdp->window.net.guest = 0;
	model_pair(&m, &pair, costs);
	assert_int_equal(m.verdict, MODEL_UNKNOWN);
}

static void test_platforms(void **state)
{
	(void)state;
	assert_true(model_has_platform("bochs-vmx"));
	assert_true(model_has_platform("tcg-svm"));
	assert_false(model_has_platform("host"));
	assert_false(model_has_platform("nested"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_modes),
		TEST(test_difference),
		TEST(test_renamed),
		TEST(test_net),
		TEST(test_seeds),
		TEST(test_verdicts),
		TEST(test_other_way_round),
		TEST(test_both_signs),
		TEST(test_no_instructions),
		TEST(test_idle_guest),
		TEST(test_platforms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
