// SPDX-License-Identifier: GPL-2.0
/* What must come of a workload's operations: a line of its file, read one way and no other. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/facts/rule.h"

static int read_lines(struct rules *rules, json_t *lines)
{
	json_t *workload = json_pack("{s:s, s:o}", "explain", "so it is", "expect", lines);
	char error[240] = "";
	int err = rules_from_json(rules, workload, error, sizeof(error));

	json_decref(workload);
	assert_true(!err == !*error);
	return err;
}

static void test_read(void **state)
{
	struct rules rules;
	const struct rule *r;

	(void)state;
	assert_int_equal(read_lines(&rules, json_pack("[s,s,s]",
		"shadow pti=on  points=1,32 invalidate >= 2   why, that is so",
		"both nested-fault <= 0.01 none", "tdp cr == 0 it does not exit")), 0);
	assert_int_equal(rules.nr, 3);
	assert_string_equal(rules.explain, "so it is");

	r = &rules.rule[0];
	assert_true(r->shadow && !r->tdp);
	assert_string_equal(r->pti, "on");
	assert_int_equal(r->class, CLASS_INVALIDATE);
	assert_true(r->low == 2 && isinf(r->high));
	assert_string_equal(r->why, "why, that is so");
	assert_string_equal(r->text, "shadow pti=on points=1,32 invalidate >= 2 why, that is so");
	assert_true(rule_has_point(r, "1") && rule_has_point(r, "32"));
	assert_false(rule_has_point(r, "3") || rule_has_point(r, "2") || rule_has_point(r, ""));

	r = &rules.rule[1];
	assert_true(r->shadow && r->tdp && !r->pti && r->high == 0.01 && isinf(r->low));
	assert_true(rule_has_point(r, "anything"));
	assert_true(rules.rule[2].low == 0 && rules.rule[2].high == 0);
	rules_free(&rules);
}

static void test_hugepages(void **state)
{
	struct rules rules;

	(void)state;
	assert_int_equal(read_lines(&rules, json_pack("[s,s,s]",
		"shadow hugepages=off fault <= 3 why",
		"shadow pti=off hugepages=on points=1 fault <= 2 why",
		"shadow fault >= 2 why")), 0);
	assert_string_equal(rules.rule[0].hugepages, "off");
	assert_null(rules.rule[0].pti);
	assert_string_equal(rules.rule[1].hugepages, "on");
	assert_string_equal(rules.rule[1].pti, "off");
	assert_string_equal(rules.rule[1].points, "1");
	assert_null(rules.rule[2].hugepages);
	rules_free(&rules);
}

static void test_cpus(void **state)
{
	struct rules rules;

	(void)state;
	assert_int_equal(read_lines(&rules, json_pack("[s,s]",
		"shadow pti=on cpu=haswell,skylake points=1 fault == 2 why",
		"shadow fault >= 2 why")), 0);
	assert_true(rule_has_cpu(&rules.rule[0], "haswell"));
	assert_true(rule_has_cpu(&rules.rule[0], "skylake"));
	assert_false(rule_has_cpu(&rules.rule[0], "skylake-x"));
	assert_false(rule_has_cpu(&rules.rule[0], ""));
	assert_string_equal(rules.rule[0].points, "1");
	assert_true(rule_has_cpu(&rules.rule[1], "zen"));
	rules_free(&rules);
}

/* All exits, and those that are left: no class, but nothing is complete without them. */
static void test_sums(void **state)
{
	struct rules rules;

	(void)state;
	assert_int_equal(read_lines(&rules, json_pack("[s,s,s]", "tdp all <= 0.3 interrupts",
						      "shadow rest <= 0.5 interrupts",
						      "shadow cr == 5 why")), 0);
	assert_true(rules.rule[0].class == CLASS_ALL && !rules.rule[0].is_rest);
	assert_true(rules.rule[1].class == CLASS_ALL && rules.rule[1].is_rest);
	assert_true(rules.rule[2].class == CLASS_CR && !rules.rule[2].is_rest);
	rules_free(&rules);
}

/* As it was written, so that nothing is lost from file to record to the next record. */
static void test_again(void **state)
{
	struct rules rules, copy;
	json_t *one = json_object(), *two = json_object();

	(void)state;
	assert_int_equal(read_lines(&rules, json_pack("[s]", "both msr >= 1 the deadline")), 0);
	copy = rules_copy(&rules);
	rules_to_json(&rules, one);
	rules_to_json(&copy, two);
	assert_int_equal(json_object_size(one), 2);
	assert_true(json_equal(one, two));
	json_decref(one);
	json_decref(two);
	rules_free(&rules);
	rules_free(&copy);
}

static void test_refused(void **state)
{
	static const char *const lines[] = {
		"", "ept cr >= 1 why", "shadow pti=maybe cr >= 1 why", "shadow pti=one cr >= 1 why",
		"shadow hugepages=maybe cr >= 1 why", "shadow hugepages=on pti=on cr >= 1 why",
		"shadow points= cr >= 1 why", "shadow cpu= cr >= 1 why",
		"shadow points=1 cpu=zen cr >= 1 why", "shadow spoons >= 1 why", "shadow rests >= 1 why",
		"shadow page-tables >= 1 why", "shadow other >= 1 why", "shadow cr > 1 why",
		"shadow cr >= -1 why", "shadow cr >= 1,5 why", "shadow cr >= 1e3 why",
		"shadow cr >= nan why", "shadow cr >= .5 why", "shadow cr >= 5. why",
		"shadow cr >= 0.1234567 why", "shadow cr >= 1.2.3 why", "shadow cr >= 1000001 why",
		"shadow cr >= 99999999999999999999999999 why", "shadow cr >= 1", "shadow cr >=",
		"shadow", "shadow cr >= 1 \x1b[2J",
	};
	struct rules rules;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (!read_lines(&rules, json_pack("[s]", lines[i])))
			fail_msg("\"%s\" was taken", lines[i]);
		rules_free(&rules);
	}
	assert_int_equal(read_lines(&rules, json_pack("[i]", 1)), -1);
	rules_free(&rules);
	assert_int_equal(read_lines(&rules, json_string("shadow cr >= 1 why")), -1);
	rules_free(&rules);
}

/* Of a whole file, with keys that are none of its business. */
static void test_file(void **state)
{
	struct rules rules;

	(void)state;
	assert_int_equal(rules_of_file(&rules, "x.workload",
		"summary = s\nexpect = both cpuid >= 1 it\n\texits\ncommand = ls\n"
		"explain = one\n\ttwo\nexpect = both halt >= 1 so\n"), 0);
	assert_int_equal(rules.nr, 2);
	assert_string_equal(rules.rule[0].why, "it exits");
	assert_string_equal(rules.explain, "one two");
	rules_free(&rules);
	assert_int_equal(rules_of_file(&rules, "x.workload", "expect = both\n"), -1);
	rules_free(&rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_hugepages),
		cmocka_unit_test(test_cpus),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests_name("rules of workloads", tests, NULL, NULL);
}
