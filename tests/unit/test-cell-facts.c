// SPDX-License-Identifier: GPL-2.0
/* Which settings of a cell are off their default. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "select/cell-facts.h"

static struct record cell(const char *variant, json_t *own)
{
	return (struct record) { .variant = variant, .settings = own };
}

/* The CPU is no default of settings[]: the platform has one, which it writes into the record. */
static void test_default_cpu(void **state)
{
	json_t *own = json_pack("{s:s, s:s}", "cpu", "sapphire-rapids", "pti", "auto");
	struct record plain = cell("", own), other = cell("cpu-haswell", own);
	const struct setting *changed[SETTING_NR];

	(void)state;
	assert_int_equal(record_changed(&plain, changed), 0);
	assert_int_equal(record_changed(&other, changed), 1);
	assert_string_equal(changed[0]->name, "cpu");
	assert_true(record_has_only(&other, "cpu"));
	json_decref(own);
}

/* In the order of settings[], whatever the variant has; names are whole words. */
static void test_changed(void **state)
{
	struct record several = cell("pti-on.vcpus-2.replace_smp-off", NULL);
	struct record like = cell("vcpusses-2", NULL);
	const struct setting *changed[SETTING_NR];

	(void)state;
	assert_int_equal(record_changed(&several, changed), 3);
	assert_string_equal(changed[0]->name, "vcpus");
	assert_string_equal(changed[1]->name, "pti");
	assert_string_equal(changed[2]->name, "replace_smp");
	assert_false(record_has_only(&several, "pti"));
	assert_int_equal(record_changed(&like, changed), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_default_cpu),
		cmocka_unit_test(test_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
