// SPDX-License-Identifier: GPL-2.0
/* The header that kernel and guest share: packing, SVM's index, what is defined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <asm/kvm_exitmeter.h>

static void test_signature_spells_the_name(void **state)
{
	const uint32_t regs[3] = { KVM_EXITMETER_SIGNATURE_EBX, KVM_EXITMETER_SIGNATURE_ECX,
				   KVM_EXITMETER_SIGNATURE_EDX };

	(void)state;
	assert_memory_equal(regs, "KVMExitMeter", 12);
}

static void check_packing(unsigned int vcpu, unsigned int slot, unsigned int field,
			  unsigned int index)
{
	uint32_t ecx = KVM_EXITMETER_READ(vcpu, slot, field, index);

	assert_int_equal(KVM_EXITMETER_READ_VCPU(ecx), vcpu);
	assert_int_equal(KVM_EXITMETER_READ_SLOT(ecx), slot);
	assert_int_equal(KVM_EXITMETER_READ_FIELD(ecx), field);
	assert_int_equal(KVM_EXITMETER_READ_INDEX(ecx), index);
}

static void test_packing_keeps_the_parts_apart(void **state)
{
	(void)state;
	/* Each part at its largest, the others at zero. */
	check_packing(0, 0, 0, 0);
	check_packing(0xfff, 0, 0, 0);
	check_packing(0, 0xf, 0, 0);
	check_packing(0, 0, 0xf, 0);
	check_packing(0, 0, 0, 0xfff);
	check_packing(KVM_EXITMETER_ALL_VCPUS, KVM_EXITMETER_SLOTS - 1,
		      KVM_EXITMETER_FIELD_NONZERO, KVM_EXITMETER_SVM_REASONS);
	/* The layout is ABI: not any packing will do. */
	assert_int_equal(KVM_EXITMETER_READ(0xabc, 0x3, 0x4, 0x112), 0xabc34112);
}

static void test_packing_has_room_for_every_value(void **state)
{
	(void)state;
	/* A vCPU's index must not be taken for the sum over the VM. */
	assert_true(KVM_EXITMETER_MAX_VCPUS - 1 < KVM_EXITMETER_ALL_VCPUS);
	assert_true(KVM_EXITMETER_SLOTS - 1 <= 0xf);
	assert_true(KVM_EXITMETER_FIELD_NONZERO <= 0xf);
	assert_true(KVM_EXITMETER_SVM_REASONS + KVM_EXITMETER_ROW_NR - 1 <= 0xfff);
	assert_true(KVM_EXITMETER_VMX_REASONS <= KVM_EXITMETER_SVM_REASONS);
}

static void test_leaves_keep_clear_of_signature_scans(void **state)
{
	(void)state;
	/* Guests look for signatures in 0x40000000 .. 0x4000ffff. */
	assert_true(KVM_EXITMETER_LEAF_SIGNATURE > 0x40010000);
	assert_int_equal(KVM_EXITMETER_LEAF_SIGNATURE, 0x4fffff00);
	assert_int_equal(KVM_EXITMETER_LEAF_READ, KVM_EXITMETER_LEAF_SIGNATURE + 3);
	assert_int_equal(KVM_EXITMETER_LEAF_REASON, 0x4ffffffe);
	assert_int_equal(KVM_EXITMETER_LEAF_TOTAL, 0x4fffffff);
}

static void test_svm_index_at_the_edges(void **state)
{
	static const struct {
		uint32_t code;
		uint32_t index;
	} cases[] = {
		{ 0x0, 0x0 },
		{ 0x72, 0x72 },
		{ 0xff, 0xff },
		{ 0x100, KVM_EXITMETER_SVM_REASONS },
		{ 0x112, KVM_EXITMETER_SVM_REASONS },
		{ 0x3ff, KVM_EXITMETER_SVM_REASONS },
		{ 0x400, 0x100 },
		{ 0x403, 0x103 },
		{ 0x40f, 0x10f },
		{ 0x410, KVM_EXITMETER_SVM_REASONS },
		{ 0x7fffffff, KVM_EXITMETER_SVM_REASONS },
		{ 0xefffffff, KVM_EXITMETER_SVM_REASONS },
		{ 0xf0000000, 0x111 },
		{ 0xf0000001, KVM_EXITMETER_SVM_REASONS },
		{ 0xfffffffe, KVM_EXITMETER_SVM_REASONS },
		{ 0xffffffff, 0x110 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(kvm_exitmeter_svm_index(cases[i].code), cases[i].index);
}

static void test_svm_index_fills_each_row_once(void **state)
{
	unsigned char seen[KVM_EXITMETER_SVM_REASONS] = { 0 };
	uint32_t code, index, i;

	(void)state;
	for (code = 0; code < 0x1000; code++) {
		index = kvm_exitmeter_svm_index(code);
		if (index < KVM_EXITMETER_SVM_REASONS)
			seen[index]++;
	}
	seen[kvm_exitmeter_svm_index(0xffffffff)]++;
	seen[kvm_exitmeter_svm_index(0xf0000000)]++;
	for (i = 0; i < KVM_EXITMETER_SVM_REASONS; i++)
		assert_int_equal(seen[i], 1);
}

static unsigned int count_defined(uint32_t vendor)
{
	unsigned int n = 0;
	uint32_t reason;

	for (reason = 0; reason < 0x10000; reason++)
		n += !!kvm_exitmeter_defined(vendor, reason);
	return n;
}

static void test_defined_vmx(void **state)
{
	static const uint32_t gaps[] = { 35, 38, 42, 71 };
	static const uint32_t last[] = { 80, 81, 84, 85 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		assert_false(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, gaps[i]));
		assert_true(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, gaps[i] - 1));
		assert_true(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, gaps[i] + 1));
	}
	assert_true(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, 0));
	for (i = 0; i < sizeof(last) / sizeof(last[0]); i++)
		assert_true(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, last[i]));
	assert_false(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, 82));
	assert_false(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, 83));
	assert_false(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, 86));
	assert_false(kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_VMX, 0xffffffff));
	assert_int_equal(count_defined(KVM_EXITMETER_VENDOR_VMX), 80);
}

static void test_defined_svm(void **state)
{
	static const struct {
		uint32_t reason;
		int defined;
	} cases[] = {
		{ 0, 1 }, { 0xa6, 1 }, { 0xa7, 0 }, { 0xff, 0 }, { 0x100, 1 }, { 0x103, 1 },
		{ 0x104, 0 }, { 0x10f, 0 }, { 0x110, 1 }, { 0x111, 1 }, { 0x112, 0 },
		{ 0xffffffff, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(!!kvm_exitmeter_defined(KVM_EXITMETER_VENDOR_SVM,
							 cases[i].reason), cases[i].defined);
	assert_int_equal(count_defined(KVM_EXITMETER_VENDOR_SVM), 0xa7 + 4 + 2);
}

static void test_defined_no_such_vendor(void **state)
{
	(void)state;
	assert_int_equal(count_defined(0), 0);
	assert_int_equal(count_defined(3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signature_spells_the_name),
		cmocka_unit_test(test_packing_keeps_the_parts_apart),
		cmocka_unit_test(test_packing_has_room_for_every_value),
		cmocka_unit_test(test_leaves_keep_clear_of_signature_scans),
		cmocka_unit_test(test_svm_index_at_the_edges),
		cmocka_unit_test(test_svm_index_fills_each_row_once),
		cmocka_unit_test(test_defined_vmx),
		cmocka_unit_test(test_defined_svm),
		cmocka_unit_test(test_defined_no_such_vendor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
