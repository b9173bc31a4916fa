// SPDX-License-Identifier: GPL-2.0
/*
 * A reset of the VM, and KVM's modules loaded again: three lives of this
 * program, which hands what it knows and what it printed to the next one on
 * the scratch disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cpuid.h"
#include "l1.h"
#include "laws.h"
#include "meter/slot.h"

#define DISK	"/dev/vdc"
#define MAGIC	0x72657473656d7865ull

/* Slot 0 is the first process's, which latches it at each boot. */
enum { KEPT_SLOT = 1, OTHER_SLOT = 2 };

/**
 * struct life - what one life of this program leaves to the next
 * @magic: MAGIC, or there was no life before
 * @asked: L1_RESET or L1_RELOAD
 * @generation: of the VM
 * @serial: of the last latch
 * @kept: the ledger in @KEPT_SLOT
 * @progress: what was printed
 */
static struct life {
	uint64_t magic;
	uint32_t asked;
	uint32_t generation;
	uint32_t serial;
	struct ledger kept;
	struct check_progress progress;
} life;

/* The machine was started again at the wish of the check that comes first. */
static bool came_back;

static void save_life(void)
{
	int fd = open(DISK, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || pwrite(fd, &life, sizeof(life), 0) != sizeof(life) || fsync(fd))
		fail("write %s: %s", DISK, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void load_life(void)
{
	int fd = open(DISK, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || pread(fd, &life, sizeof(life), 0) != sizeof(life) || life.magic != MAGIC)
		life.magic = 0;
	if (fd >= 0)
		close(fd);
}

static void start_again(char how)
{
	if (came_back) {
		came_back = false;
		return;
	}
	life.magic = MAGIC;
	life.asked = how;
	check_progress(&life.progress);
	save_life();
	if (!check_failing() && l1_ask(how))
		fail("L1 answered, but did not start the VM again");
	/* Still here: there must be no going on in a later run. */
	life.magic = 0;
	save_life();
}

static void remember(const struct abi_info *info)
{
	static struct ledger other;

	life.generation = info->generation;
	laws_latch(&life.kept, info, KEPT_SLOT);
	life.serial = laws_latch(&other, info, OTHER_SLOT);
}

static void check_first(void)
{
	struct abi_info info;

	abi_info(&info);
	want_that(info.generation, "the generation is zero");
	remember(&info);
}

static void check_reset(void)
{
	start_again(L1_RESET);
}

static void check_generation(void)
{
	struct abi_info info;

	abi_info(&info);
	want(info.generation, life.generation, "generation after the reset");
}

static void check_old_latch(void)
{
	static struct ledger l;
	struct abi_info info;

	abi_info(&info);
	slot_read(&l, &info, KEPT_SLOT, KVM_EXITMETER_ALL_VCPUS);
	want(l.serial, life.kept.serial, "serial number in the slot");
	want_that(!memcmp(&l, &life.kept, sizeof(l)), "the slot does not read as before the reset");
}

static void check_serials(void)
{
	uint32_t serial = cpuid_latch(OTHER_SLOT);

	/* Between the two is the first process's latch. */
	want(serial, life.serial + 2, "serial number of the second latch since the reset");
}

static void check_went_on(void)
{
	static struct ledger l;
	struct abi_info info;

	abi_info(&info);
	laws_latch(&l, &info, OTHER_SLOT);
	laws_forward(&l, &life.kept, "after the reset");
	want_that(l.exits > life.kept.exits && l.guest > life.kept.guest,
		  "the counters stand still");
	want(laws_created(&l), laws_created(&life.kept), "creation of the vCPU, by TSC");
	want(l.startup, life.kept.startup, "startup, which was before the first entry");
	/* The third life is compared with this one. */
	remember(&info);
}

static void check_reload(void)
{
	start_again(L1_RELOAD);
}

static void check_new_generation(void)
{
	struct abi_info info;

	abi_info(&info);
	want_that(info.generation && info.generation != life.generation,
		  "generation %#x, and it was %#x before KVM was loaded again", info.generation,
		  life.generation);
}

static void check_empty(void)
{
	want(cpuid_read(AT_CPL3, KVM_EXITMETER_ALL_VCPUS, KEPT_SLOT, KVM_EXITMETER_FIELD_SUMMARY,
			KVM_EXITMETER_SUM_STAMP).first, 0, "serial number in slot %d", KEPT_SLOT);
	want(cpuid_latch(KEPT_SLOT), 2, "serial number of the VM's second latch");
}

static void check_from_zero(void)
{
	static struct ledger l;
	struct abi_info info;

	abi_info(&info);
	laws_latch(&l, &info, OTHER_SLOT);
	want_that(l.wall < life.kept.wall, "the wall time was not reset");
	want_that(l.exits < life.kept.exits, "the exits were not reset");
	want_that(l.tsc < life.kept.tsc, "time does not count from the new VM's creation");
}

static const struct check checks[] = {
	{ "first boot: the laws hold", check_first },
	{ "the VM is reset", check_reset },
	{ "second boot: the same generation", check_generation },
	{ "second boot: a latch of before the reset", check_old_latch },
	{ "second boot: serial numbers go on", check_serials },
	{ "second boot: the counters went on, the laws hold", check_went_on },
	{ "KVM is loaded again", check_reload },
	{ "third boot: another generation", check_new_generation },
	{ "third boot: the slots are empty, serial numbers begin at 1", check_empty },
	{ "third boot: the counters began at zero, the laws hold", check_from_zero },
};

static size_t begin(void)
{
	void (*asked)(void) = NULL;
	size_t i;

	load_life();
	if (!life.magic)
		return 0;
	asked = life.asked == L1_RESET ? check_reset : check_reload;
	for (i = 0; checks[i].run != asked; i++)
		;
	check_resume(&life.progress);
	came_back = true;
	/* A crash from here on must not lead here again. */
	life.magic = 0;
	save_life();
	return i;
}

const struct group group_restart = {
	.name = "restart",
	.summary = "a reset of the VM, and KVM's modules loaded again; uses " DISK,
	.metered = true,
	.begin = begin,
	.checks = checks,
	.nr_checks = NELEMS(checks),
};
