// SPDX-License-Identifier: GPL-2.0
/*
 * A host with VMs that are not there, for tests of what is printed and served: in place of
 * guest-agent/host/backend-*.c and kvm-facts.c. Counters go on with the clock.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/backend.h"
#include "host/vm-name.h"

#define VENDOR	KVM_EXITMETER_VENDOR_VMX
#define HZ	1000000000ll

/* Seconds that the VMs have run before the first look. */
#define AGE	1000.0

/**
 * struct habit - of a vCPU
 * @per_second: exits, in the long run
 * @swing: by how much of that the rate goes up and down
 * @kernel: ns for each
 * @user: likewise
 * @blocked: likewise
 */
static const struct habit {
	unsigned int reason;
	double per_second;
	double swing;
	int64_t kernel;
	int64_t user;
	int64_t blocked;
} habits[] = {
	{ 48, 5000, 0.8, 3000, 0, 0 },
	{ 30, 1200, 0.1, 2500, 60000, 0 },
	{ 12, 250, 0.5, 4000, 0, 1000000 },
	{ 10, 40, 0, 1200, 0, 0 },
	/* One that the manual does not name. */
	{ 35, 3, 0, 900, 0, 0 },
};

/* Names as a user may give them, two of them the same. */
static const struct {
	pid_t pid;
	unsigned int number;
	const char *name;
	unsigned int vcpus;
	double busy;
} vms[] = {
	{ 4711, 12, "web1", 2, 1 },
	{ 4800, 11, "db \"old\" \\ {a=b}", 1, 0.3 },
	{ 4900, 9, "web1", 1, 0.1 },
};

static struct backend_options wanted;
static double begin;
static bool is_bpf;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* What a rate comes to that goes up and down once in two minutes. */
static int64_t count_at(const struct habit *h, double busy, double seconds)
{
	return busy * h->per_second * (seconds + h->swing * 20 * (1 - cos(seconds / 20)));
}

static void ledger_at(struct ledger *l, double busy, double seconds)
{
	struct ledger_row *row;
	size_t i;

	for (i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
		row = &l->rows[habits[i].reason];
		row->count = count_at(&habits[i], busy, seconds);
		row->kernel = row->count * habits[i].kernel;
		row->user = row->count * habits[i].user;
		row->blocked = row->count * habits[i].blocked;
		l->exits += row->count;
		l->kernel += row->kernel;
		l->user += row->user;
		l->blocked += row->blocked;
	}
	l->startup = 5000000;
	l->wall = seconds * HZ + l->startup;
	l->guest = l->wall - l->startup - l->kernel - l->user - l->blocked;
	l->kvm_exits = l->exits;
}

static void add_userspace(struct sampled_vm *vm)
{
	const struct exit_key key = {
		.row = 30, .by = EXIT_BY_USERSPACE, .value = 2,
		.count = vm->vcpus[0].ledger.rows[30].count,
	};

	exit_key_add(&vm->exits, &key);
}

static int look(struct vm_sample *s)
{
	const double seconds = now() - begin + (is_bpf ? 0 : AGE);
	struct sampled_vm *vm;
	unsigned int vcpu;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->clock = seconds * HZ;
	for (i = 0; i < sizeof(vms) / sizeof(vms[0]); i++) {
		if (!vm_name_matches(wanted.vm, vms[i].pid, vms[i].name))
			continue;
		vm = vm_sample_add(s, vms[i].pid, vms[i].number);
		strcpy(vm->name, vms[i].name);
		for (vcpu = 0; vcpu < vms[i].vcpus; vcpu++)
			ledger_at(&vm_sample_vcpu_add(vm, vcpu, VENDOR)->ledger,
				  vms[i].busy / (vcpu + 1), seconds);
		if (is_bpf)
			add_userspace(vm);
	}
	return 0;
}

int backend_vms(struct vm_sample *s, const char *vm, unsigned int vendor)
{
	struct sampled_vm *added;
	unsigned int vcpu;
	size_t i;

	memset(s, 0, sizeof(*s));
	for (i = 0; i < sizeof(vms) / sizeof(vms[0]); i++) {
		if (!vm_name_matches(vm, vms[i].pid, vms[i].name))
			continue;
		added = vm_sample_add(s, vms[i].pid, vms[i].number);
		strcpy(added->name, vms[i].name);
		for (vcpu = 0; vcpu < vms[i].vcpus; vcpu++)
			vm_sample_vcpu_add(added, vcpu, vendor);
	}
	return 0;
}

static int open_ledger(const struct backend_options *options, struct kvm_facts *facts)
{
	/* As where /dev/kvm does not tell. */
	facts->info.tsc_khz = getenv("SIMULATED_NO_TSC") ? 0 : HZ / 1000;
	wanted = *options;
	begin = now();
	return 0;
}

static int open_bpf(const struct backend_options *options, struct kvm_facts *facts)
{
	is_bpf = true;
	return open_ledger(options, facts);
}

static void cost(FILE *f)
{
	fputs("nothing: these VMs are not there", f);
}

static void end(void)
{
}

static const char *const blind[] = { "VMs that are there.", NULL };

const struct backend backend_ledger = {
	.name = "ledger", .what = "simulated", .unit = "cycles", .statistic = true,
	.since_creation = true, .blind = blind, .open = open_ledger, .look = look, .cost = cost,
	.close = end,
};

const struct backend backend_bpf = {
	.name = "bpf", .what = "simulated", .unit = "ns", .blind = blind, .open = open_bpf,
	.look = look, .cost = cost, .close = end,
};

int kvm_facts_read(struct kvm_facts *f, const char *sys)
{
	(void)sys;
	memset(f, 0, sizeof(*f));
	f->meter = true;
	f->info.version = KVM_EXITMETER_ABI_VERSION;
	f->info.vendor = VENDOR;
	f->info.paging = KVM_EXITMETER_PAGING_TDP;
	f->info.nr_reasons = KVM_EXITMETER_VMX_REASONS;
	f->info.nr_rows = KVM_EXITMETER_VMX_REASONS + KVM_EXITMETER_ROW_NR;
	return 0;
}
