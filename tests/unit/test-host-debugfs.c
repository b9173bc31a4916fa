// SPDX-License-Identifier: GPL-2.0
/* VMs as KVM shows them in debugfs, and windows between two looks at them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "host/debugfs.h"
#include "host/kvm-facts.h"
#include "host/vm-name.h"

#define VENDOR	KVM_EXITMETER_VENDOR_SVM

static char root[] = "/tmp/test-host-debugfs.XXXXXX";

static int make_root(void **state)
{
	(void)state;
	return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command);
}

/* A file below root, with the folders that it takes. */
static void put(const char *path, const char *text, size_t size)
{
	char full[256], *slash;
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", root, path);
	for (slash = full + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = fopen(full, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, size, f), size);
	fclose(f);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

/* As KVM writes it; all of the time is there. */
static const char *ledger(long cpuid, long guest, long kernel, long copies)
{
	static char text[2048];

	snprintf(text, sizeof(text),
		 "bytes 4096\nexits %ld\nkernel %ld\nuser 30\nblocked 0\noffcpu 0\nguest %ld\n"
		 "startup 70\nwall %ld\nvmfail 0\nemulation 0\nfailed_entry 0\nenclave 0\n"
		 "bus_lock 0\nkvm_exits %ld\nnegative 0\nclamped 0\ncopy_exits %ld\n"
		 "reason count kernel user blocked offcpu max\n"
		 "96 %ld 0 0 0 0 0\n"
		 "114 %ld %ld 30 0 0 9\nstartup 0 0 70 0 0 0\n",
		 cpuid + copies, kernel, guest, guest + kernel + 100, cpuid + copies, copies,
		 copies, cpuid, kernel);
	return text;
}

static struct vm_sample look(const char *vm)
{
	char kvm[64], proc[64];
	struct vm_sample s;

	snprintf(kvm, sizeof(kvm), "%s/kvm", root);
	snprintf(proc, sizeof(proc), "%s/proc", root);
	assert_int_equal(debugfs_read(&s, kvm, proc, vm, VENDOR), 0);
	return s;
}

static void put_vms(void)
{
	static const char qemu[] = "qemu\0-name\0guest=web1,debug-threads=on\0-S";
	static const char plain[] = "vmm\0";

	put_text("kvm/11-4/vcpu1/exitmeter", ledger(10, 1000, 200, 0));
	put_text("kvm/11-4/vcpu0/exitmeter", ledger(20, 2000, 400, 0));
	put_text("kvm/11-4/exits", "30\n");
	put_text("kvm/7-5/vcpu0/exitmeter", ledger(1, 10, 20, 0));
	put_text("kvm/exits", "31\n");
	put("proc/11/cmdline", qemu, sizeof(qemu));
	put("proc/7/cmdline", plain, sizeof(plain));
	put_text("proc/7/comm", "vmm\n");
}

static void test_look(void **state)
{
	struct vm_sample s;

	(void)state;
	put_vms();
	s = look(NULL);
	assert_int_equal(s.nr_vms, 2);
	assert_int_equal(s.vms[0].pid, 7);
	assert_string_equal(s.vms[0].name, "vmm");
	assert_int_equal(s.vms[1].pid, 11);
	assert_int_equal(s.vms[1].number, 4);
	assert_string_equal(s.vms[1].name, "web1");
	assert_int_equal(s.vms[1].nr_vcpus, 2);
	assert_int_equal(s.vms[1].vcpus[0].index, 0);
	assert_int_equal(s.vms[1].vcpus[0].ledger.exits, 20);
	assert_int_equal(s.vms[1].vcpus[0].ledger.rows[114].kernel, 400);
	assert_int_equal(s.vms[1].vcpus[1].ledger.wall, 1300);
	vm_sample_free(&s);
}

static void test_one_vm(void **state)
{
	struct vm_sample s = look("web1");

	(void)state;
	assert_int_equal(s.nr_vms, 1);
	assert_int_equal(s.vms[0].pid, 11);
	vm_sample_free(&s);
	s = look("7");
	assert_int_equal(s.nr_vms, 1);
	assert_int_equal(s.vms[0].pid, 7);
	vm_sample_free(&s);
	s = look("web");
	assert_int_equal(s.nr_vms, 0);
	vm_sample_free(&s);
}

static void test_list(void **state)
{
	char kvm[64], proc[64];
	struct vm_sample s;

	(void)state;
	snprintf(kvm, sizeof(kvm), "%s/kvm", root);
	snprintf(proc, sizeof(proc), "%s/proc", root);
	/* As on a KVM without the meter: one that has two vCPUs, and one that has none yet. */
	put_text("kvm/20-3/vcpu1/pid", "21\n");
	put_text("kvm/20-3/vcpu0/pid", "22\n");
	put_text("kvm/20-4/exits", "0\n");
	assert_int_equal(debugfs_list(&s, kvm, proc, "20", VENDOR), 0);
	assert_int_equal(s.nr_vms, 2);
	assert_int_equal(s.vms[0].number, 3);
	assert_int_equal(s.vms[0].nr_vcpus, 2);
	assert_int_equal(s.vms[1].number, 4);
	assert_int_equal(s.vms[1].nr_vcpus, 0);
	vm_sample_free(&s);
	assert_int_equal(debugfs_list(&s, "/nowhere", proc, NULL, VENDOR), -ENOENT);
	vm_sample_free(&s);
	snprintf(kvm, sizeof(kvm), "rm -r %s/kvm/20-*", root);
	assert_int_equal(system(kvm), 0);
}

static const struct abi_info info = { .vendor = VENDOR, .tsc_khz = 1000 };

static void test_between(void **state)
{
	struct vm_sample a, b;
	struct vm_windows w;

	(void)state;
	a = look(NULL);
	put_text("kvm/11-4/vcpu0/exitmeter", ledger(25, 2600, 500, 3));
	put_text("kvm/12-4/vcpu0/exitmeter", ledger(5, 50, 60, 0));
	assert_int_equal(remove_root(NULL) + mkdir(root, 0700), 0);
	put_text("kvm/11-4/vcpu0/exitmeter", ledger(25, 2600, 500, 3));
	put_text("kvm/11-4/vcpu1/exitmeter", ledger(10, 1000, 200, 0));
	put_text("kvm/12-4/vcpu0/exitmeter", ledger(5, 50, 60, 0));
	b = look(NULL);
	b.clock = a.clock + 900;
	w = vm_sample_between(&info, &a, &b);
	assert_int_equal(w.nr, 2);
	assert_int_equal(w.ended, 1);
	assert_int_equal(w.all[0].pid, 11);
	assert_false(w.all[0].appeared);
	/* Without the exits that the copies made, but with their time. */
	assert_int_equal(w.all[0].w.net.exits, 5);
	assert_int_equal(w.all[0].w.net.rows[96].count, 0);
	assert_int_equal(w.all[0].w.net.rows[114].count, 5);
	assert_int_equal(w.all[0].w.net.guest, 600);
	assert_int_equal(w.all[0].w.net.kernel, 100);
	assert_int_equal(w.all[0].w.nr_vcpus, 2);
	assert_int_equal(w.all[0].w.vcpus[1].exits, 0);
	assert_int_equal(w.all[0].w.end.tsc - w.all[0].w.begin.tsc, 900);
	/* What was not there begins with its vCPUs. */
	assert_true(w.all[1].appeared);
	assert_int_equal(w.all[1].w.net.exits, 5);
	assert_int_equal(w.all[1].w.net.startup, 70);
	assert_int_equal(w.all[1].w.nr_vcpus, 0);
	vm_windows_free(&w);
	/* Less time than before: another VM of the same number. */
	w = vm_sample_between(&info, &b, &a);
	assert_int_equal(w.all[1].w.vcpus[0].exits, 20);
	vm_windows_free(&w);
	vm_sample_free(&a);
	vm_sample_free(&b);
}

static void check_damage(const char *text, int expected)
{
	struct ledger l = { .nr_reasons = KVM_EXITMETER_SVM_REASONS,
			    .nr_rows = KVM_EXITMETER_SVM_REASONS + KVM_EXITMETER_ROW_NR };
	FILE *f = fmemopen((char *)text, strlen(text), "r");

	assert_int_equal(debugfs_ledger(&l, f), expected);
	fclose(f);
}

static void test_damage(void **state)
{
	(void)state;
	check_damage(ledger(1, 2, 3, 0), 0);
	check_damage("exits 1\n", -22);
	check_damage("wall 1\nreason count kernel user blocked offcpu max\nnosuch 1 2 3 4 5 "
		"6\n", -22);
	check_damage("<html>", -22);
}

static FILE *open_text(const char *text)
{
	return fmemopen((char *)text, strlen(text), "r");
}

static void test_detail(void **state)
{
	static struct detail d;
	FILE *f = open_text("reason open 0 2 4\n"
			    "114 0 0 1 2 3 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 "
			    "4\n");

	(void)state;
	assert_int_equal(debugfs_histograms(&d, f, KVM_EXITMETER_SVM_REASONS), 0);
	fclose(f);
	assert_int_equal(d.buckets[114][2], 1);
	assert_int_equal(d.buckets[114][4], 3);
	assert_int_equal(d.buckets[114][31], 4);
	f = open_text("reason key count kernel\n123 0x7b40000000000cf8 5 700\n123 overflow 2 90\n");
	assert_int_equal(debugfs_keys(&d, f, 278), 0);
	fclose(f);
	assert_int_equal(d.nr_keys, 1);
	assert_int_equal(d.keys[0].charge.cycles, 700);
	assert_int_equal(d.overflow[123].count, 2);
	assert_int_equal(d.features, DETAIL_FEATURES);
	f = open_text("reason key count kernel\n123 what 5\n");
	assert_int_equal(debugfs_keys(&d, f, 278), -22);
	fclose(f);
	f = open_text("reason open 0\n114 1 2 3\n");
	assert_int_equal(debugfs_histograms(&d, f, KVM_EXITMETER_SVM_REASONS), -22);
	fclose(f);
	detail_free(&d);
}

static void test_facts(void **state)
{
	struct kvm_facts f;
	char sys[64];

	(void)state;
	snprintf(sys, sizeof(sys), "%s/sys", root);
	assert_int_equal(kvm_facts_read(&f, sys), -19);
	put_text("sys/module/kvm_amd/parameters/npt", "N\n");
	assert_int_equal(kvm_facts_read(&f, sys), 0);
	assert_int_equal(f.info.vendor, KVM_EXITMETER_VENDOR_SVM);
	assert_int_equal(f.info.paging, KVM_EXITMETER_PAGING_SHADOW);
	assert_false(f.meter);
	put_text("sys/module/kvm_intel/parameters/ept", "Y\n");
	put_text("sys/module/kvm/parameters/exitmeter", "Y\n");
	assert_int_equal(kvm_facts_read(&f, sys), 0);
	assert_int_equal(f.info.vendor, KVM_EXITMETER_VENDOR_VMX);
	assert_int_equal(f.info.paging, KVM_EXITMETER_PAGING_TDP);
	assert_int_equal(f.info.nr_reasons, KVM_EXITMETER_VMX_REASONS);
	assert_true(f.meter);
}

static void check_name(const char *cmdline, size_t size, const char *expected)
{
	char proc[64], name[16];

	snprintf(proc, sizeof(proc), "%s/proc", root);
	put("proc/5/cmdline", cmdline, size);
	put_text("proc/5/comm", "a\033b\n");
	vm_name_read(proc, 5, name, sizeof(name));
	assert_string_equal(name, expected);
}

#define CHECK_NAME(words, expected)	check_name(words, sizeof(words), expected)

static void test_names(void **state)
{
	(void)state;
	CHECK_NAME("qemu\0-name\0web", "web");
	CHECK_NAME("qemu\0-name\0web,process=x", "web");
	CHECK_NAME("qemu\0-m\0" "4G\0-name\0guest=db", "db");
	CHECK_NAME("qemu\0-name\0a name that is too long for the room", "a name that is ");
	/* Nothing behind it, or nothing of it. */
	CHECK_NAME("qemu\0-name", "a?b");
	CHECK_NAME("qemu", "a?b");
	assert_true(vm_name_matches(NULL, 5, "x"));
	assert_true(vm_name_matches("5", 5, "x"));
	assert_true(vm_name_matches("5", 6, "5"));
	assert_false(vm_name_matches("55", 5, "x"));
	assert_false(vm_name_matches("", 0, "x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look),
		cmocka_unit_test(test_one_vm),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_detail),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, make_root, remove_root);
}
