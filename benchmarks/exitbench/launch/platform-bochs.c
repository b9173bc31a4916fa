// SPDX-License-Identifier: GPL-2.0
/*
 * bochs-vmx and bochs-svm: Bochs, an emulated CPU of Intel's with VMX and EPT, or of AMD's
 * with SVM and nested paging.
 *
 * One emulated cycle is one instruction and everything that the machine sees is
 * given here, so that the same image and seed give the same cell bit for bit. With several
 * CPUs they take turns, and a cycle is one round divided by their number: as exact, but
 * a model of time.
 */
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exitbench/matrix/cell.h"
#include "detach.h"
#include "exitbench/platform/platform.h"
#include "extra-disk.h"

#define BIOS	"/usr/share/bochs/BIOS-bochs-latest"
#define VGABIOS	"/usr/share/vgabios/vgabios.bin"
#define MSRS	"msrs"

/*
 * KVM reads an MSR on each exit that the models do not know. RDRAND is seeded by time0. Nothing
 * goes by the host's clock: neither the machine's nor what draws the screen that it has not.
 */
static const char bochsrc[] =
	"config_interface: textconfig\n"
	"display_library: nogui\n"
	"megs: 1024\n"
	"romimage: file=" BIOS ", options=fastboot\n"
	"vgaromimage: file=" VGABIOS "\n"
	"vga: realtime=0\n"
	"cpu: model=%s, count=%ld, ips=1000000000, reset_on_triple_fault=0, ignore_bad_msrs=1%s\n"
	"clock: sync=none, time0=%ld\n"
	"pci: enabled=1, chipset=i440fx\n"
	"ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14\n"
	"ata0-master: type=disk, path=" PLATFORM_IMAGE "/boot.img, mode=volatile, "
		"journal=boot.redolog\n"
	"ata0-slave: type=disk, path=" PLATFORM_IMAGE "/root.img, mode=volatile, "
		"journal=root.redolog\n"
	"ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15\n"
	"ata1-master: type=disk, path=exchange.img, mode=flat\n"
	"%sboot: disk\n"
	"com1: enabled=1, mode=file, dev=console.log\n"
	"mouse: enabled=0\n"
	"log: -\n"
	"panic: action=fatal\n"
	"error: action=ignore\n"
	"info: action=ignore\n"
	"debug: action=ignore\n";

/* IA32_BIOS_SIGN_ID: what is written to it is lost. */
static const char msrs[] = "08b 0 %08x 00000000 00000000 00000000 ffffffff ffffffff\n";

/* Several CPUs need the other of the two binaries. */
static const char *binary(long nr_cpus)
{
	return nr_cpus > 1 ? "bochs-smp" : "bochs";
}

/* As many as L2 has, so that its vCPUs do run at the same time. */
static long nr_cpus(const struct cell *cell)
{
	return atol(cell->settings[SETTING_vcpus]);
}

/* Of a distribution. What is written to it is gone with the cell. */
static const char system_disk[] =
	"ata1-slave: type=disk, path=%s, mode=volatile, journal=system.redolog\n";

static int write_file(const char *dir, const char *name, const char *text)
{
	char path[PATH_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f && fputs(text, f) >= 0 && !fclose(f))
		return 0;
	warnx("write %s: %s", path, strerror(errno));
	return -1;
}

static int write_msrs(const struct cell *cell, const char *dir)
{
	char text[sizeof(msrs) + 16];

	snprintf(text, sizeof(text), msrs, cell->cpu->microcode);
	return write_file(dir, MSRS, text);
}

static int write_bochsrc(const struct cell *cell, const char *dir)
{
	char text[sizeof(bochsrc) + sizeof(system_disk) + PATH_MAX + 128];
	char path[PATH_MAX], disk[sizeof(system_disk) + PATH_MAX] = "";

	if (extra_disk_path(cell, PLATFORM_IMAGE, path))
		snprintf(disk, sizeof(disk), system_disk, path);
	snprintf(text, sizeof(text), bochsrc, cell->cpu->model, nr_cpus(cell),
		 cell->cpu->microcode ? ", msrs=" MSRS : "",
		 PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP, disk);
	return write_file(dir, "bochsrc", text);
}

static void run(const char *program, const char *dir)
{
	/* Bochs sets the machine's clock by local time. */
	setenv("TZ", "UTC", 1);
	if (chdir(dir))
		_exit(127);
	detach_output(1, "emulator.log");
	dup2(1, 2);
	execl(program, "bochs", "-q", "-f", "bochsrc", NULL);
	_exit(127);
}

static pid_t start(const struct cell *cell, const char *image, const char *dir)
{
	char program[PATH_MAX + 16];
	pid_t pid;

	/* The identity of the image names it. */
	snprintf(program, sizeof(program), "%s/%s", image, binary(nr_cpus(cell)));
	if (access(program, X_OK)) {
		warnx("%s: %s; 'make image' builds it", program, strerror(errno));
		return -1;
	}
	if (write_bochsrc(cell, dir) || (cell->cpu->microcode && write_msrs(cell, dir)))
		return -1;
	pid = detach_fork(cell->platform->end_signal, dir);
	if (!pid)
		run(program, dir);
	return pid;
}

static const char *const tools[] = { BIOS, VGABIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

/* What the two have in common. */
#define BOCHS					\
	.max_memory = 512,			\
	.memory = 1100,				\
	.end_signal = SIGKILL,			\
	.never_idle = true,			\
	.max_tries = 1,				\
	.tools = tools,				\
	.needs = needs,				\
	.start = start

const struct platform platform_bochs_vmx = {
	.name = "bochs-vmx",
	.vendor = &vendor_vmx,
	.cpus = cpus_intel,
	BOCHS
};

const struct platform platform_bochs_svm = {
	.name = "bochs-svm",
	.vendor = &vendor_svm,
	.cpus = cpus_amd,
	BOCHS
};
