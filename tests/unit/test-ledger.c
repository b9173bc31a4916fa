// SPDX-License-Identifier: GPL-2.0
/* Laws that must notice one exit or one cycle too many, and subtraction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/ledger.h"

#define REASONS KVM_EXITMETER_VMX_REASONS

enum { LAW_COUNTS, LAW_TIME, LAW_STATISTIC, NR_LAWS };

static struct ledger_row *pseudo(struct ledger *l, unsigned int row)
{
	return &l->rows[l->nr_reasons + row];
}

/* A ledger in which every account and every pseudo-row has something. */
static void balanced(struct ledger *l)
{
	memset(l, 0, sizeof(*l));
	l->nr_reasons = REASONS;
	l->nr_rows = REASONS + KVM_EXITMETER_ROW_NR;
	l->serial = 5;
	l->tsc = 123456;
	l->rows[0] = (struct ledger_row){ .count = 1, .kernel = 100, .max = 100 };
	l->rows[12] = (struct ledger_row){ .count = 20, .kernel = 300, .blocked = 7000, .max = 40 };
	l->rows[REASONS - 1] = (struct ledger_row){ .count = 3, .kernel = 60, .user = 500 };
	*pseudo(l, KVM_EXITMETER_ROW_OTHER) = (struct ledger_row){ .count = 4, .kernel = 8 };
	*pseudo(l, KVM_EXITMETER_ROW_EMULATION) = (struct ledger_row){ .count = 6, .kernel = 9 };
	*pseudo(l, KVM_EXITMETER_ROW_VMFAIL) = (struct ledger_row){ .count = 2, .offcpu = 11 };
	*pseudo(l, KVM_EXITMETER_ROW_NOT_ENTERED) = (struct ledger_row){ .count = 5, .kernel = 7 };
	*pseudo(l, KVM_EXITMETER_ROW_STARTUP) = (struct ledger_row){ .kernel = 13, .user = 1000 };
	l->exits = 1 + 20 + 3 + 4;
	l->kernel = 100 + 300 + 60 + 8 + 9 + 7;
	l->user = 500;
	l->blocked = 7000;
	l->offcpu = 11;
	l->guest = 50000;
	l->startup = 1013;
	l->wall = 50000 + 1013 + 484 + 500 + 7000 + 11;
	l->vmfail = 2;
	l->emulation = 6;
	l->kvm_exits = 28 + 2 + 6 + 5;
}

static void check_laws(const struct ledger *l, int64_t counts, int64_t time, int64_t statistic)
{
	assert_int_equal(ledger_laws[LAW_COUNTS].difference(l), counts);
	assert_int_equal(ledger_laws[LAW_TIME].difference(l), time);
	assert_int_equal(ledger_laws[LAW_STATISTIC].difference(l), statistic);
}

static void test_laws_hold(void **state)
{
	struct ledger l;

	(void)state;
	assert_int_equal(ledger_nr_laws, NR_LAWS);
	assert_string_equal(ledger_laws[LAW_COUNTS].name, "counts");
	assert_string_equal(ledger_laws[LAW_TIME].name, "time");
	assert_string_equal(ledger_laws[LAW_STATISTIC].name, "statistic");
	balanced(&l);
	check_laws(&l, 0, 0, 0);
}

static void test_counts_off_by_one(void **state)
{
	struct ledger l;

	(void)state;
	balanced(&l);
	l.rows[12].count++;
	check_laws(&l, 1, 0, 0);

	balanced(&l);
	l.exits++;
	check_laws(&l, -1, 0, 1);

	balanced(&l);
	l.rows[REASONS - 1].count--;
	check_laws(&l, -1, 0, 0);

	/* Exits without a row are exits; emulation and failed entries are not. */
	balanced(&l);
	pseudo(&l, KVM_EXITMETER_ROW_OTHER)->count++;
	check_laws(&l, 1, 0, 0);
	pseudo(&l, KVM_EXITMETER_ROW_EMULATION)->count++;
	pseudo(&l, KVM_EXITMETER_ROW_VMFAIL)->count++;
	pseudo(&l, KVM_EXITMETER_ROW_STARTUP)->count++;
	check_laws(&l, 1, 0, 0);

	/* KVM's statistic has them, and the ledger no other word for them. */
	balanced(&l);
	pseudo(&l, KVM_EXITMETER_ROW_NOT_ENTERED)->count++;
	check_laws(&l, 0, 0, 1);
}

static void test_time_off_by_one(void **state)
{
	static const size_t accounts[] = {
		offsetof(struct ledger_row, kernel), offsetof(struct ledger_row, user),
		offsetof(struct ledger_row, blocked), offsetof(struct ledger_row, offcpu),
	};
	struct ledger l;
	unsigned int row;
	size_t a;

	(void)state;
	/* One cycle too many in any account of any row, pseudo-rows included. */
	for (row = 0; row < REASONS + KVM_EXITMETER_ROW_NR; row++) {
		for (a = 0; a < 4; a++) {
			balanced(&l);
			++*(int64_t *)((char *)&l.rows[row] + accounts[a]);
			check_laws(&l, 0, 1, 0);
		}
	}
	balanced(&l);
	l.guest--;
	check_laws(&l, 0, -1, 0);

	balanced(&l);
	l.wall--;
	check_laws(&l, 0, 1, 0);
}

static void test_time_does_not_trust_the_sums(void **state)
{
	struct ledger l;

	(void)state;
	balanced(&l);
	/* The meter's own sums hide a cycle that the row is missing. */
	l.rows[12].blocked--;
	l.rows[12].max = 1000000;
	check_laws(&l, 0, -1, 0);

	balanced(&l);
	l.kernel = l.user = l.blocked = l.offcpu = l.startup = 0;
	check_laws(&l, 0, 0, 0);
}

static void test_statistic_off_by_one(void **state)
{
	struct ledger l;

	(void)state;
	balanced(&l);
	l.kvm_exits--;
	check_laws(&l, 0, 0, 1);
	balanced(&l);
	l.vmfail--;
	check_laws(&l, 0, 0, -1);
	balanced(&l);
	l.emulation++;
	check_laws(&l, 0, 0, 1);
}

static void test_sums_name_each_member_once(void **state)
{
	struct ledger l;
	size_t i, j;

	(void)state;
	memset(&l, 0, sizeof(l));
	assert_int_equal(ledger_nr_sums, 16);
	for (i = 0; i < ledger_nr_sums; i++)
		*ledger_sum(&l, i) = i + 1;
	for (i = 0; i < ledger_nr_sums; i++) {
		assert_int_equal(ledger_sum_get(&l, i), i + 1);
		for (j = 0; j < i; j++)
			assert_string_not_equal(ledger_sums[i].name, ledger_sums[j].name);
	}
	assert_int_equal(l.exits, 1);
	assert_int_equal(l.clamped, 16);
	assert_int_equal(l.nr_reasons, 0);
}

static void test_subtract_itself(void **state)
{
	struct ledger a, b;
	unsigned int i;
	size_t s;

	(void)state;
	balanced(&a);
	balanced(&b);
	ledger_subtract(&a, &b);
	for (s = 0; s < ledger_nr_sums; s++)
		assert_int_equal(ledger_sum_get(&a, s), 0);
	for (i = 0; i < a.nr_rows; i++)
		assert_true(ledger_row_is_zero(&a.rows[i]));
	assert_int_equal(a.serial, 0);
	assert_int_equal(a.tsc, 0);
	assert_int_equal(a.nr_reasons, REASONS);
	/* The longest interval is not a difference. */
	assert_int_equal(a.rows[0].max, 100);
	assert_int_equal(b.serial, 5);
}

static void test_subtract_every_figure(void **state)
{
	static const struct ledger_row row = { 6, 50, 40, 30, 20, 10 };
	static const struct ledger_row less = { 1, 2, 3, 4, 5, 60 };
	struct ledger a, b;
	unsigned int i;
	size_t s;

	(void)state;
	balanced(&a);
	balanced(&b);
	for (s = 0; s < ledger_nr_sums; s++) {
		*ledger_sum(&a, s) = 1000 + s;
		*ledger_sum(&b, s) = 3 * s;
	}
	for (i = 0; i < a.nr_rows; i++) {
		a.rows[i] = row;
		b.rows[i] = less;
	}
	ledger_subtract(&a, &b);
	for (s = 0; s < ledger_nr_sums; s++)
		assert_int_equal(ledger_sum_get(&a, s), 1000 - 2 * (int64_t)s);
	for (i = 0; i < a.nr_rows; i++) {
		assert_int_equal(a.rows[i].count, 5);
		assert_int_equal(a.rows[i].kernel, 48);
		assert_int_equal(a.rows[i].user, 37);
		assert_int_equal(a.rows[i].blocked, 26);
		assert_int_equal(a.rows[i].offcpu, 15);
		assert_int_equal(a.rows[i].max, 10);
	}
}

static void test_subtract_below_zero(void **state)
{
	struct ledger a, b;

	(void)state;
	balanced(&a);
	balanced(&b);
	b.rows[0].kernel = 103;
	b.kernel += 3;
	b.wall += 3;
	ledger_subtract(&a, &b);
	assert_int_equal(a.rows[0].kernel, -3);
	assert_int_equal(a.kernel, -3);
	/* A difference of two ledgers that obey the laws obeys them too. */
	check_laws(&a, 0, 0, 0);
	assert_false(ledger_row_is_zero(&a.rows[0]));
}

static void test_row_is_zero(void **state)
{
	static const struct ledger_row rows[] = {
		{ .count = 1 }, { .kernel = -1 }, { .user = 1 }, { .blocked = 1 }, { .offcpu = 1 },
	};
	static const struct ledger_row only_max = { .max = 1 };
	size_t i;

	(void)state;
	assert_true(ledger_row_is_zero(&only_max));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_false(ledger_row_is_zero(&rows[i]));
}

/* KVM's statistic of a vCPU that runs may be behind; no other law is loose. */
static void test_law_off(void **state)
{
	struct ledger l;

	(void)state;
	balanced(&l);
	l.kvm_exits--;
	assert_int_equal(ledger_law_off(&ledger_laws[LAW_STATISTIC], &l, 0), 1);
	assert_int_equal(ledger_law_off(&ledger_laws[LAW_STATISTIC], &l, 1), 0);
	l.kvm_exits--;
	assert_int_equal(ledger_law_off(&ledger_laws[LAW_STATISTIC], &l, 1), 2);
	l.guest--;
	assert_int_equal(ledger_law_off(&ledger_laws[LAW_TIME], &l, 9), -1);
	l.exits++;
	assert_int_equal(ledger_law_off(&ledger_laws[LAW_COUNTS], &l, 9), -1);
}

static void test_add(void **state)
{
	struct ledger sum, one, wanted;
	size_t s;

	(void)state;
	balanced(&one);
	memset(&sum, 0, sizeof(sum));
	ledger_add(&sum, &one);
	ledger_add(&sum, &one);
	for (s = 0; s < ledger_nr_sums; s++)
		assert_int_equal(ledger_sum_get(&sum, s), 2 * ledger_sum_get(&one, s));
	/* The longest interval is no sum. */
	assert_int_equal(sum.rows[12].max, 40);
	balanced(&wanted);
	ledger_subtract(&sum, &one);
	assert_memory_equal(sum.rows, wanted.rows, sizeof(sum.rows));
	assert_int_equal(sum.nr_rows, one.nr_rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_laws_hold),
		cmocka_unit_test(test_counts_off_by_one),
		cmocka_unit_test(test_time_off_by_one),
		cmocka_unit_test(test_time_does_not_trust_the_sums),
		cmocka_unit_test(test_statistic_off_by_one),
		cmocka_unit_test(test_sums_name_each_member_once),
		cmocka_unit_test(test_subtract_itself),
		cmocka_unit_test(test_subtract_every_figure),
		cmocka_unit_test(test_subtract_below_zero),
		cmocka_unit_test(test_row_is_zero),
		cmocka_unit_test(test_law_off),
		cmocka_unit_test(test_add),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
