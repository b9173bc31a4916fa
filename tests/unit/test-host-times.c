// SPDX-License-Identifier: GPL-2.0
/* Buckets of times, percentiles, and the slowest exits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/latency/exit-detail.h"
#include "host/latency/kvm-exit.h"
#include "host/slow-exits.h"

static void test_buckets(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i + 1 < BUCKETS; i++) {
		assert_int_equal(bucket_of(bucket_least(i)), i);
		assert_int_equal(bucket_of(bucket_least(i + 1) - 1), i);
		/* No bucket is wider than an eighth of where it begins. */
		if (i >= BUCKET_SUB)
			assert_true((bucket_least(i + 1) - bucket_least(i)) * BUCKET_SUB <=
				    bucket_least(i));
	}
	assert_int_equal(bucket_of(UINT64_MAX), BUCKETS - 1);
	for (i = 0; i < 64; i++)
		assert_int_equal(bucket_log2(1ull << i), i);
}

static void add(struct exit_detail *d, uint32_t row, uint64_t ns, uint64_t exits)
{
	struct exit_times t = { .row = row, .max = ns };

	t.buckets[bucket_of(ns)] = exits;
	exit_times_add(d, &t);
}

/* Against the exact ones of a made-up stream. */
static void test_percentiles(void **state)
{
	struct exit_detail d = { 0 };
	const struct exit_times *t;
	const double shares[] = { 0.5, 0.9, 0.99, 1 };
	uint64_t exact, is;
	size_t i;

	(void)state;
	for (i = 1; i <= 10000; i++)
		add(&d, 48, i * 137, 1);
	t = exit_times_of(&d, 48);
	for (i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		exact = 10000 * shares[i] * 137;
		is = exit_times_below(t, shares[i]);
		assert_true(is >= exact && is <= exact + exact / BUCKET_SUB + 1);
	}
	assert_int_equal(exit_times_longest(t), 1370000);
	assert_null(exit_times_of(&d, 47));
	exit_detail_free(&d);
}

static void test_between(void **state)
{
	struct exit_detail a = { 0 }, b = { 0 }, change;
	struct exit_key key = {
		.row = 30, .by = EXIT_BY_PORT, .value = 0x3f8, .count = 4, .ns = 9,
	};

	(void)state;
	add(&a, 10, 1000000, 1);
	add(&a, 12, 100, 7);
	add(&b, 10, 1000000, 1);
	add(&b, 10, 500, 3);
	add(&b, 12, 100, 7);
	exit_key_add(&a, &key);
	key.count = 10;
	key.ns = 30;
	exit_key_add(&b, &key);
	exit_detail_between(&change, &a, &b);
	assert_int_equal(change.nr_times, 1);
	/* The longest of before is not in the window. */
	assert_int_equal(exit_times_longest(&change.times[0]), bucket_least(bucket_of(500) + 1));
	assert_int_equal(change.nr_keys, 1);
	assert_int_equal(change.keys[0].count, 6);
	assert_int_equal(change.keys[0].ns, 21);
	exit_detail_free(&change);
	exit_detail_between(&change, NULL, &b);
	assert_int_equal(change.keys[0].count, 10);
	/* Windows of the same work, together. */
	exit_detail_add(&change, &b);
	assert_int_equal(change.nr_keys, 1);
	assert_int_equal(change.keys[0].count, 20);
	assert_int_equal(change.keys[0].ns, 60);
	assert_int_equal(exit_times_of(&change, 10)->buckets[bucket_of(500)], 6);
	assert_int_equal(exit_times_below(exit_times_of(&change, 12), 1), 100);
	exit_detail_free(&change);
	exit_detail_free(&a);
	exit_detail_free(&b);
}

static const char *text_of(unsigned int by, uint64_t value)
{
	static char text[EXIT_KEY_SIZE];
	const struct exit_key key = { .by = by, .value = value };

	return exit_key_text(&key, text);
}

static void test_texts(void **state)
{
	(void)state;
	assert_string_equal(text_of(EXIT_BY_USERSPACE, 2), "KVM_EXIT_IO");
	assert_string_equal(text_of(EXIT_BY_USERSPACE, 99), "KVM_EXIT 99");
	assert_string_equal(text_of(EXIT_BY_USERSPACE, -4), "Interrupted system call");
	assert_string_equal(text_of(EXIT_BY_PORT, 0x103f8), "0x3f8 write");
	assert_string_equal(text_of(EXIT_BY_MSR, 0x1000006e0), "0x6e0 write");
	assert_string_equal(text_of(EXIT_BY_LEAF, 0x200000004), "0x4 ECX 0x2");
	assert_string_equal(text_of(EXIT_BY_RIP, 0xffffffff81000000), "0xffffffff81000000");
	assert_string_equal(exit_by_name(EXIT_BY_PAGE), "page");
	assert_null(exit_by_name(EXIT_BY_NR));
}

static void test_slowest(void **state)
{
	struct slow_exits *s = calloc(1, sizeof(*s));
	struct slow_exit e = { 0 };
	size_t i;

	(void)state;
	assert_non_null(s);
	/* 0 .. 2999 in an order that is none. */
	for (i = 0; i < 3000; i++) {
		e.took = i * 1009 % 3000;
		slow_exits_add(s, &e);
	}
	assert_int_equal(s->seen, 3000);
	assert_int_equal(s->nr, SLOW_KEPT);
	for (i = 0; i < SLOW_KEPT; i++)
		assert_int_equal(s->all[i].took, 2999 - i);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_slowest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
