// SPDX-License-Identifier: GPL-2.0
/* Accounts, from made-up streams of what the BPF programs see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/bpf/bpf-fields.h"
#include "host/bpf/bpf-vcpu.h"
#include "ledger/reasons.h"

#define IO	30
#define HLT	12
#define STARTUP	(KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_STARTUP)

static struct trace_vcpu v;
static struct ledger l;

static int begin(void **state)
{
	(void)state;
	memset(&v, 0, sizeof(v));
	v.row = STARTUP;
	return 0;
}

static void look(uint64_t now)
{
	struct trace_vcpu copy = v;

	memset(&l, 0, sizeof(l));
	l.nr_reasons = KVM_EXITMETER_VMX_REASONS;
	l.nr_rows = l.nr_reasons + KVM_EXITMETER_ROW_NR;
	bpf_vcpu_ledger(&l, &copy, now);
}

static void check_laws(void)
{
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++)
		if (!ledger_laws[i].loose)
			assert_int_equal(ledger_laws[i].difference(&l), 0);
}

/* KVM_RUN, an entry, an exit to the VMM and back. */
static void test_to_the_vmm(void **state)
{
	(void)state;
	trace_switch(&v, 1000, TRACE_KERNEL);
	assert_int_equal(trace_entry(&v, 1010), 0);
	trace_exit(&v, 1110, IO);
	trace_switch(&v, 1130, TRACE_USER);
	trace_switch(&v, 1430, TRACE_KERNEL);
	assert_int_equal(trace_entry(&v, 1470), 360);
	look(1500);
	assert_int_equal(l.exits, 1);
	assert_int_equal(l.rows[IO].count, 1);
	assert_int_equal(l.rows[IO].kernel, 20 + 40);
	assert_int_equal(l.rows[IO].user, 300);
	assert_int_equal(l.rows[IO].max, 40);
	assert_int_equal(l.guest, 100 + 30);
	assert_int_equal(l.startup, 10);
	assert_int_equal(l.wall, 500);
	check_laws();
}

/* What a halt is of the thread's time is not scheduled out, nor what the exit took. */
static void test_halt(void **state)
{
	(void)state;
	trace_entry(&v, 0);
	trace_exit(&v, 100, HLT);
	trace_switch(&v, 110, TRACE_BLOCKED);
	trace_out(&v, 200);
	trace_in(&v, 900);
	trace_switch(&v, 950, TRACE_KERNEL);
	assert_int_equal(trace_entry(&v, 960), 20);
	look(960);
	assert_int_equal(l.rows[HLT].blocked, 840);
	assert_int_equal(l.rows[HLT].offcpu, 0);
	assert_int_equal(l.rows[HLT].kernel, 20);
	check_laws();
}

static void test_preempted(void **state)
{
	(void)state;
	trace_entry(&v, 0);
	trace_exit(&v, 100, IO);
	trace_out(&v, 130);
	/* Again, as nothing was between. */
	trace_out(&v, 140);
	trace_in(&v, 530);
	trace_in(&v, 540);
	assert_int_equal(trace_entry(&v, 550), 450);
	assert_int_equal(v.exit_offcpu, 400);
	look(560);
	assert_int_equal(l.rows[IO].offcpu, 400);
	assert_int_equal(l.rows[IO].kernel, 50);
	check_laws();
	/* In the VMM it is the VMM's. */
	trace_exit(&v, 600, IO);
	trace_switch(&v, 610, TRACE_USER);
	trace_out(&v, 620);
	trace_in(&v, 720);
	look(720);
	assert_int_equal(l.rows[IO].user, 110);
	assert_int_equal(l.rows[IO].offcpu, 400);
	check_laws();
}

/* The open account is charged up to the look, which changes nothing. */
static void test_open(void **state)
{
	(void)state;
	trace_entry(&v, 100);
	trace_exit(&v, 200, IO);
	look(250);
	assert_int_equal(l.rows[IO].kernel, 50);
	look(260);
	assert_int_equal(l.rows[IO].kernel, 60);
	assert_int_equal(l.wall, 160);
	check_laws();
	/* A look that an event overtook. */
	look(150);
	assert_int_equal(l.wall, 100);
	check_laws();
}

/* Whatever comes first, time begins there. */
static void test_first(void **state)
{
	(void)state;
	trace_out(&v, 5);
	trace_in(&v, 6);
	assert_int_equal(v.account, TRACE_NONE);
	trace_exit(&v, 1000, IO);
	trace_entry(&v, 1100);
	look(1200);
	assert_int_equal(l.wall, 200);
	assert_int_equal(l.rows[IO].kernel, 100);
	check_laws();
}

/* A clock that goes backwards costs no time. */
static void test_backwards(void **state)
{
	(void)state;
	trace_entry(&v, 1000);
	trace_exit(&v, 990, IO);
	assert_int_equal(trace_entry(&v, 1010), 20);
	look(1020);
	assert_int_equal(l.wall, 20);
	check_laws();
}

/* A row that can't be does no harm. */
static void test_row_beyond(void **state)
{
	(void)state;
	trace_entry(&v, 0);
	trace_exit(&v, 10, 100000);
	trace_entry(&v, 20);
	assert_int_equal(v.rows[TRACE_ROWS - 1].count, 1);
}

/* A long stream in any order: nothing is lost. */
static void test_stream(void **state)
{
	uint64_t now = 1;
	size_t i;

	(void)state;
	srand(1);
	trace_entry(&v, now);
	for (i = 0; i < 100000; i++) {
		now += rand() % 1000;
		switch (rand() % 7) {
		case 0:
			trace_exit(&v, now, rand() % KVM_EXITMETER_VMX_REASONS);
			break;
		case 1:
			trace_entry(&v, now);
			break;
		case 2:
			trace_out(&v, now);
			break;
		case 3:
			trace_in(&v, now);
			break;
		default:
			trace_switch(&v, now, TRACE_GUEST + rand() % 4);
		}
	}
	look(now + 5);
	assert_int_equal(l.wall, now + 4);
	check_laws();
}

static void test_number(void **state)
{
	(void)state;
	strcpy(v.vm, "4711-12");
	assert_int_equal(bpf_vcpu_number(&v), 12);
	strcpy(v.vm, "");
	assert_int_equal(bpf_vcpu_number(&v), 0);
}

static const char format[] =
	"name: kvm_exit\nID: 1200\nformat:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
	"\tfield:unsigned int exit_reason;\toffset:8;\tsize:4;\tsigned:0;\n"
	"\tfield:unsigned long guest_rip;\toffset:16;\tsize:8;\tsigned:0;\n"
	"\tfield:__u32 isa;\toffset:24;\tsize:4;\tsigned:0;\n\n"
	"print fmt: \"reason %s\", REC->exit_reason\n";

static bool find(const char *name, unsigned int *at, unsigned int *size)
{
	FILE *f = fmemopen((char *)format, strlen(format), "r");
	bool found = bpf_field_find(f, name, at, size);

	fclose(f);
	return found;
}

static void test_fields(void **state)
{
	unsigned int at, size;

	(void)state;
	assert_true(find("exit_reason", &at, &size));
	assert_int_equal(at, 8);
	assert_int_equal(size, 4);
	assert_true(find("guest_rip", &at, &size));
	assert_int_equal(at, 16);
	assert_int_equal(size, 8);
	assert_false(find("rip", &at, &size));
	assert_false(find("reason", &at, &size));
	assert_false(find("vcpu_id", &at, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_to_the_vmm, begin),
		cmocka_unit_test_setup(test_halt, begin),
		cmocka_unit_test_setup(test_preempted, begin),
		cmocka_unit_test_setup(test_open, begin),
		cmocka_unit_test_setup(test_first, begin),
		cmocka_unit_test_setup(test_backwards, begin),
		cmocka_unit_test_setup(test_row_beyond, begin),
		cmocka_unit_test_setup(test_stream, begin),
		cmocka_unit_test_setup(test_number, begin),
		cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
