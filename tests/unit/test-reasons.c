// SPDX-License-Identifier: GPL-2.0
/* Names against the manuals' numbers, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <asm/kvm_exitmeter.h>

#include "ledger/reasons.h"

#define VMX KVM_EXITMETER_VENDOR_VMX
#define SVM KVM_EXITMETER_VENDOR_SVM

static const struct {
	unsigned int vendor;
	unsigned int row;
	const char *name;
} known[] = {
	{ VMX, 0, "EXCEPTION_NMI" },
	{ VMX, 1, "EXTERNAL_INTERRUPT" },
	{ VMX, 10, "CPUID" },
	{ VMX, 12, "HLT" },
	{ VMX, 14, "INVLPG" },
	{ VMX, 28, "CR_ACCESS" },
	{ VMX, 30, "IO_INSTRUCTION" },
	{ VMX, 33, "INVALID_GUEST_STATE" },
	{ VMX, 48, "EPT_VIOLATION" },
	{ VMX, 49, "EPT_MISCONFIG" },
	{ VMX, 58, "INVPCID" },
	{ VMX, 79, "WRMSRLIST" },
	{ VMX, 85, "WRMSRNS_IMM" },
	{ SVM, 0x00, "CR0_READ" },
	{ SVM, 0x0f, "CR15_READ" },
	{ SVM, 0x13, "CR3_WRITE" },
	{ SVM, 0x1f, "CR15_WRITE" },
	{ SVM, 0x20, "DR0_READ" },
	{ SVM, 0x3f, "DR15_WRITE" },
	{ SVM, 0x40, "EXCP0" },
	{ SVM, 0x4e, "EXCP14" },
	{ SVM, 0x5f, "EXCP31" },
	{ SVM, 0x60, "INTR" },
	{ SVM, 0x72, "CPUID" },
	{ SVM, 0x78, "HLT" },
	{ SVM, 0x7b, "IOIO" },
	{ SVM, 0x8f, "EFER_WRITE_TRAP" },
	{ SVM, 0x94, "CR4_WRITE_TRAP" },
	{ SVM, 0xa2, "INVPCID" },
	{ SVM, 0x100, "NPF" },
	{ SVM, 0x103, "VMGEXIT" },
	{ SVM, 0x110, "INVALID" },
	{ SVM, 0x111, "SW" },
	/* Pseudo-reasons follow the vendor's last reason. */
	{ VMX, 96, "other" },
	{ VMX, 99, "not_entered" },
	{ VMX, 100, "startup" },
	{ SVM, 0x112, "other" },
	{ SVM, 0x113, "emulation" },
	{ SVM, 0x114, "vmfail" },
	{ SVM, 0x115, "not_entered" },
	{ SVM, 0x116, "startup" },
};

static void test_known(void **state)
{
	char buf[REASON_NAME_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_string_equal(reason_name(known[i].vendor, known[i].row, buf), known[i].name);
		assert_int_equal(reason_number(known[i].vendor, known[i].name), known[i].row);
	}
}

static void check_vendor(unsigned int vendor)
{
	char buf[REASON_NAME_SIZE];
	const char *name;
	unsigned int i;

	for (i = 0; i < reason_count(vendor) + KVM_EXITMETER_ROW_NR; i++) {
		name = reason_name(vendor, i, buf);
		assert_true(strlen(name) < REASON_NAME_SIZE);
		if (i < reason_count(vendor) && !kvm_exitmeter_defined(vendor, i))
			assert_string_equal(name, "undefined");
		else
			/* Fails for "undefined", and for a name that two rows bear. */
			assert_int_equal(reason_number(vendor, name), i);
	}
}

static void test_names_and_the_abi_agree(void **state)
{
	(void)state;
	check_vendor(VMX);
	check_vendor(SVM);
}

static void test_name_out_of_range(void **state)
{
	char buf[REASON_NAME_SIZE];

	(void)state;
	assert_string_equal(reason_name(VMX, 101, buf), "undefined");
	assert_string_equal(reason_name(VMX, 0xffffffff, buf), "undefined");
	assert_string_equal(reason_name(SVM, 0x117, buf), "undefined");
	assert_string_equal(reason_name(7, 50, buf), "undefined");
}

static void test_count(void **state)
{
	(void)state;
	assert_int_equal(reason_count(VMX), 96);
	assert_int_equal(reason_count(SVM), 274);
	assert_int_equal(reason_count(0), 0);
	assert_int_equal(reason_count(3), 0);
	assert_int_equal(reason_count(0xffffffff), 0);
}

static void test_number(void **state)
{
	(void)state;
	assert_int_equal(reason_number(VMX, "ept_violation"), 48);
	assert_int_equal(reason_number(SVM, "excp14"), 0x4e);
	assert_int_equal(reason_number(VMX, "Startup"), 100);
	assert_int_equal(reason_number(VMX, "0"), 0);
	assert_int_equal(reason_number(VMX, "35"), 35);
	assert_int_equal(reason_number(VMX, "100"), 100);
	assert_int_equal(reason_number(SVM, "278"), 278);
}

static void test_no_such_number(void **state)
{
	static const char *const bad[] = {
		"", " ", "101", "-1", "+1", " 1", "1 ", "0x10", "48x", "EPT_VIOLATIO",
		"EPT_VIOLATIONS", "NPF", "undefined", "UNDEFINED", "99999999999999999999",
		/* Wraps round to 1 in 64 bits. */
		"-18446744073709551615", "18446744073709551617",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(reason_number(VMX, bad[i]), -1);
	assert_int_equal(reason_number(SVM, "279"), -1);
	assert_int_equal(reason_number(SVM, "EXCP32"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_names_and_the_abi_agree),
		cmocka_unit_test(test_name_out_of_range),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_no_such_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
