// SPDX-License-Identifier: GPL-2.0
/* A vCPU that is plugged in while the VM runs. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "copy.h"
#include "cpuid.h"
#include "l1.h"
#include "laws.h"
#include "meter/slot.h"
#include "worker.h"

#define WAIT_MS	60000

/* The slot that is latched before, and left alone from then on. */
#define OLD_SLOT 3

/**
 * struct before - how it was before the vCPU came
 * @nr: vCPUs; also the number of the one that comes
 * @sum: @OLD_SLOT, the sum over the VM
 * @newcomer: @OLD_SLOT, the vCPU that was not there yet
 * @vcpu0: ledger of vCPU 0
 */
static struct {
	unsigned int nr;
	struct copy sum;
	struct copy newcomer;
	struct ledger vcpu0;
} before;

static bool plugged;

/* The last number of a list such as 0-3. */
static long last_of(const char *path)
{
	char text[64] = "", *last;
	FILE *f = fopen(path, "r");

	if (f && !fgets(text, sizeof(text), f))
		text[0] = '\0';
	if (f)
		fclose(f);
	last = strrchr(text, '-');
	return atol(last ? last + 1 : text);
}

static const char *excuse(void)
{
	if (plugged || last_of("/sys/devices/system/cpu/possible") >
		       last_of("/sys/devices/system/cpu/present"))
		return NULL;
	return "needs a spare vCPU";
}

static void check_before(void)
{
	struct abi_info info;

	abi_info(&info);
	before.nr = cpus_online();
	want(info.nr_vcpus, before.nr, "vCPUs of the VM");
	pin(0);
	want(cpuid_raw(KVM_EXITMETER_LEAF_LATCH, OLD_SLOT).ebx, before.nr, "vCPUs copied");
	copy_read(&before.sum, AT_CPL3, OLD_SLOT, KVM_EXITMETER_ALL_VCPUS);
	copy_read(&before.newcomer, AT_CPL3, OLD_SLOT, before.nr);
	slot_read(&before.vcpu0, &info, OLD_SLOT, 0);
	copy_is_zero(&before.newcomer, "the vCPU that is not there yet");
	laws_check(&before.vcpu0, 0, "vCPU 0");
}

static bool wait_for(const char *path)
{
	unsigned int ms;

	for (ms = 0; ms < WAIT_MS; ms += 10) {
		if (!access(path, F_OK))
			return true;
		sleep_ms(10);
	}
	fail("waited %d s, there is no %s", WAIT_MS / 1000, path);
	return false;
}

static void check_plug_in(void)
{
	char path[64];
	int fd;

	if (!l1_ask(L1_PLUG_IN))
		return;
	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/online", before.nr);
	if (!wait_for(path))
		return;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	want_that(write(fd, "1", 1) == 1 || cpus_online() > before.nr, "CPU %u does not go online",
		  before.nr);
	close(fd);
	want(cpus_online(), before.nr + 1, "CPUs online");
	plugged = cpus_online() == before.nr + 1;
}

static bool came(void)
{
	return want_that(plugged, "no vCPU was plugged in");
}

static void check_number(void)
{
	struct abi_info info;
	struct abi_regs r;

	if (!came())
		return;
	abi_info(&info);
	want(info.nr_vcpus, before.nr + 1, "vCPUs of the VM");
	r = cpuid_raw(KVM_EXITMETER_LEAF_LATCH, 0);
	want_that(r.eax, "latch of slot 0 failed");
	want(r.ebx, before.nr + 1, "vCPUs copied");
	want(r.ecx, 0, "flags");
}

static void check_newcomer(void)
{
	static struct ledger vcpu0, newcomer;
	struct abi_info info;
	unsigned int i;

	if (!came())
		return;
	abi_info(&info);
	pin(before.nr);
	for (i = 0; i < 100; i++)
		cpuid_raw(0, 0);
	pin(0);
	want_that(cpuid_latch(1), "latch of slot 1 failed");
	slot_read(&vcpu0, &info, 1, 0);
	slot_read(&newcomer, &info, 1, before.nr);
	want_that(newcomer.exits > 100, "the new vCPU made %lld exits",
		  (long long)newcomer.exits);
	want_that(newcomer.rows[cpuid_row(&info)].count >= 100,
		  "the new vCPU made %lld exits by CPUID",
		  (long long)newcomer.rows[cpuid_row(&info)].count);
	want_that(newcomer.wall > 0 && newcomer.wall < vcpu0.wall,
		  "the new vCPU is as old as the first");
	want_that(laws_created(&newcomer) > (int64_t)before.vcpu0.tsc,
		  "the new vCPU was created before it was asked for");
	want_that(newcomer.startup > 0, "the new vCPU has no time of startup");
}

static void check_old_latch(void)
{
	static struct copy now;

	if (!came())
		return;
	copy_read(&now, AT_CPL3, OLD_SLOT, KVM_EXITMETER_ALL_VCPUS);
	copy_same(&now, &before.sum, "sum in the old latch");
	copy_read(&now, AT_CPL3, OLD_SLOT, before.nr);
	copy_same(&now, &before.newcomer, "the new vCPU in the old latch");
}

static void check_laws(void)
{
	static struct ledger l;
	struct abi_info info;
	unsigned int i, v;

	if (!came())
		return;
	abi_info(&info);
	pin(0);
	for (i = 0; i < 20; i++) {
		laws_latch(&l, &info, i % 3);
		for (v = 0; v < info.nr_vcpus; v++) {
			slot_read(&l, &info, i % 3, v);
			laws_check(&l, v != 0, "vCPU");
			if (!v)
				laws_forward(&l, &before.vcpu0, "vCPU 0");
		}
	}
	pin(ANY_CPU);
}

static const struct check checks[] = {
	{ "before: the vCPU that is not there is zeros", check_before },
	{ "a vCPU is plugged in and goes online", check_plug_in },
	{ "the number of vCPUs goes up, also in a latch", check_number },
	{ "the new vCPU's ledger starts at its creation", check_newcomer },
	{ "an old latch reads as before", check_old_latch },
	{ "the laws hold for all vCPUs", check_laws },
};

const struct group group_hotplug = {
	.name = "hotplug",
	.summary = "a vCPU that is plugged in while the VM runs",
	.metered = true,
	.excuse = excuse,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
