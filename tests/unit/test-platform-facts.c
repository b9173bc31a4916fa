// SPDX-License-Identifier: GPL-2.0
/* What a platform is: from its file, and refused with file and line if that is not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exitbench/platform/platform.h"
#include "record/facts/platform-facts.h"

#define REST	"summary = s\ntext = t\ncycle = a step\n"

/* The runner has no platform of which a report could say nothing. */
static void test_all(void **state)
{
	const struct platform_facts *facts;
	size_t i;

	(void)state;
	for (i = 0; platforms[i]; i++) {
		facts = platform_facts(platforms[i]->name);
		assert_string_equal(facts->name, platforms[i]->name);
		assert_true(*facts->summary && *facts->text && *facts->cycle);
		assert_non_null(facts->limits[0]);
	}
	assert_string_equal(platform_facts("spoon")->name, "unknown");
	assert_true(platform_facts("bochs-vmx")->is_exact);
	assert_true(platform_facts("host")->has_hardware);
}

static void test_read(void **state)
{
	struct platform_facts p;

	(void)state;
	assert_int_equal(platform_facts_read(&p, "x", REST "cycles = clock\nexact = no\n"
					     "limit-2 = second\nlimit-1 = first,\n\tgoes on\n"), 0);
	assert_false(p.is_instruction || p.has_hardware || p.is_exact);
	assert_string_equal(p.limits[0], "first, goes on");
	assert_string_equal(p.limits[1], "second");
	assert_null(p.limits[2]);
	free((char *)p.summary);
	free((char *)p.text);
	free((char *)p.cycle);
	free((char *)p.limits[0]);
	free((char *)p.limits[1]);
}

static void test_refused(void **state)
{
	struct platform_facts p;

	(void)state;
	assert_int_equal(platform_facts_read(&p, "x", REST "exact = no\n"), -1);
	assert_int_equal(platform_facts_read(&p, "x", REST "cycles = c\nexact = no\n"), -1);
	assert_int_equal(platform_facts_read(&p, "x", REST "cycles = cpu\nexact = 1\n"), -1);
	assert_int_equal(platform_facts_read(&p, "x", REST "spoon = 1\n"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
