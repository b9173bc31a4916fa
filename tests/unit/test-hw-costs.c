// SPDX-License-Identifier: GPL-2.0
/* Files of hardware costs: read exactly, or refused with file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "hardware/hw-costs.h"

#define GOOD						\
	"# made up\n"					\
	"vendor  = VMX\n"				\
	"summary = none\n"				\
	"switch        = 1000 1500\n"			\
	"switch-source = nowhere\n"			\
	"cpi        = 0.5 2\n"				\
	"cpi-source = assumption\n"			\
	"guest-cpi        = 1 1\n"			\
	"guest-cpi-source = assumption\n"		\
	"walks        = 0 10.5\n"			\
	"walks-source = nowhere,\n"			\
	"	either\n"				\
	"clock        = 2 3\n"			\
	"clock-source = a label\n"

static char path[] = "/tmp/test-hw-costs.XXXXXX";
static char said[1024];

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

/* hw_costs_load() of this text; what it says goes to said. */
static int load(struct hw_costs *costs, const char *text)
{
	FILE *f = fopen(path, "w"), *log = tmpfile();
	int err, saved = dup(2);

	assert_true(f && log && saved >= 0);
	fputs(text, f);
	fclose(f);
	dup2(fileno(log), 2);
	err = hw_costs_load(costs, path);
	fflush(stderr);
	dup2(saved, 2);
	close(saved);
	rewind(log);
	said[fread(said, 1, sizeof(said) - 1, log)] = '\0';
	fclose(log);
	return err;
}

static void assert_range(struct range r, double low, double high)
{
	assert_true(r.low >= low && r.low <= low);
	assert_true(r.high >= high && r.high <= high);
}

static void test_good(void **state)
{
	struct hw_costs costs;

	(void)state;
	assert_int_equal(load(&costs, GOOD), 0);
	assert_int_equal(costs.vendor, KVM_EXITMETER_VENDOR_VMX);
	assert_range(costs.world_switch.range, 1000, 1500);
	assert_range(costs.of_kind[CLASS_CR], 1000, 1500);
	assert_range(costs.cpi.range, 0.5, 2);
	assert_range(costs.guest_cpi.range, 1, 1);
	assert_range(costs.walks.range, 0, 10.5);
	assert_range(costs.clock.range, 2, 3);
	assert_string_equal(costs.walks.source, "nowhere, either");
}

static void test_kinds(void **state)
{
	struct hw_costs costs;

	(void)state;
	assert_int_equal(load(&costs, GOOD "switch-cr = 700 800\nswitch-nested-fault = 0 9\n"), 0);
	assert_range(costs.of_kind[CLASS_CR], 700, 800);
	assert_range(costs.of_kind[CLASS_NESTED_FAULT], 0, 9);
	assert_range(costs.of_kind[CLASS_FAULT], 1000, 1500);
	assert_true(costs.has_own[CLASS_CR]);
	assert_false(costs.has_own[CLASS_FAULT]);
}

/* A good file in which one line is another. */
static char *with(const char *from, const char *to)
{
	static char text[4096];
	const char *at = strstr(GOOD, from);

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - GOOD), GOOD, to, at + strlen(from));
	return text;
}

static void test_refused(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *says;
	} cases[] = {
		{ "VMX", "vmx", ":2: vendor: neither VMX nor SVM" },
		{ "1000 1500", "1500 1000", ":4: switch: the first number is above" },
		{ "1000 1500", "1000", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "1000 1500 2000", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "-1 5", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "+1 5", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "1e3 1e4", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "0x10 0x20", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "nan nan", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "1.2.3 4", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "1,000 1,500", ":4: switch: wanted are two numbers" },
		{ "1000 1500", "0 1000001", ":4: switch: the second number is too large" },
		{ "0.5 2", "0 2", ":6: cpi: the first number must be above 0" },
		{ "2 3", "0 3", ":13: clock: the first number must be above 0" },
		{ "2 3", "2 101", ":13: clock: the second number is too large" },
		{ "0.5 2", "0.5 1001", ":6: cpi: the second number is too large" },
		{ "= nowhere\n", "=\n", ":5: switch-source: is empty" },
		{ "cpi-source = assumption\n", "", "key \"cpi-source\" is missing" },
		{ "summary = none", "sumary = none", ":3: unknown key \"sumary\"" },
		{ "summary = none", "switch-all = 1 2", ":3: unknown key \"switch-all\"" },
		{ "summary = none", "summary none", ":3: no \"key = value\"" },
		{ "summary = none\n", "summary = none\nsummary = more\n", ":4: second value" },
		{ "summary = none\n", "summary = none\nswitch-cr = 2 1\n",
		  ":4: switch-cr: the first number is above" },
	};
	struct hw_costs costs;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(load(&costs, with(cases[i].from, cases[i].to)), -1);
		if (!strstr(said, cases[i].says) || !strstr(said, path))
			fail_msg("\"%s\" instead of \"%s\"", said, cases[i].says);
	}
}

static void test_no_file(void **state)
{
	struct hw_costs costs;

	(void)state;
	assert_int_equal(hw_costs_load(&costs, "/nowhere/at.all"), -1);
}

/* What comes with exitreport can be read, and is for the vendor. */
static void test_defaults(void **state)
{
	static const unsigned int vendors[] = {
		KVM_EXITMETER_VENDOR_VMX, KVM_EXITMETER_VENDOR_SVM,
	};
	struct hw_costs costs;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(hw_costs_load_default(&costs, vendors[i]), 0);
		assert_int_equal(costs.vendor, vendors[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_defaults),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
