// SPDX-License-Identifier: GPL-2.0
/* What is said of the settings elsewhere is what the table of them says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/facts/settings.h"

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	assert_non_null(f);
	assert_true(getdelim(&text, &size, '\0', f) > 0);
	fclose(f);
	return text;
}

/* Each has a row in the README, with its default, that begins with its text. */
static void test_readme(void **state)
{
	char *readme = read_file("benchmarks/README.md"), row[512];
	size_t i;

	(void)state;
	for (i = 0; i < SETTING_NR; i++) {
		snprintf(row, sizeof(row), "\n| `%s` | %s | %s", settings[i].name,
			 settings[i].initial, settings[i].text);
		if (!strstr(readme, row))
			fail_msg("benchmarks/README.md has no row that begins%s", row);
	}
	free(readme);
}

/* The default is a value that may be set. */
static void test_defaults(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < SETTING_NR; i++) {
		assert_int_equal(setting_check(&settings[i], "test", settings[i].initial), 0);
		assert_ptr_equal(setting_find(settings[i].name), &settings[i]);
	}
	assert_null(setting_find("spoon"));
	assert_int_equal(setting_check(&settings[SETTING_vcpus], "test", "9"), -1);
	assert_int_equal(setting_check(&settings[SETTING_meter], "test", "maybe"), -1);
	assert_int_equal(setting_check(&settings[SETTING_kvm], "test", "../x"), -1);
	assert_int_equal(setting_check(&settings[SETTING_timeline], "test", "7"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_readme),
		cmocka_unit_test(test_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
