// SPDX-License-Identifier: GPL-2.0
/*
 * bochs-vmx: Bochs, an emulated Intel CPU with VMX and EPT.
 *
 * One emulated cycle is one instruction and everything that the machine sees is
 * given here, so that the same image and seed give the same cell bit for bit.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
#include "detach.h"
#include "platform.h"

#define BIOS	"/usr/share/bochs/BIOS-bochs-latest"
#define VGABIOS	"/usr/share/vgabios/vgabios.bin"

/*
 * The CPU model has neither RDRAND, which Bochs would take from the host, nor
 * CPUID leaf 0x15, by which Linux would believe the model's own frequency.
 * KVM reads an MSR on each exit that the model does not know.
 */
static const char bochsrc[] =
	"config_interface: textconfig\n"
	"display_library: nogui\n"
	"megs: 1024\n"
	"romimage: file=" BIOS ", options=fastboot\n"
	"vgaromimage: file=" VGABIOS "\n"
	"cpu: model=corei7_sandy_bridge_2600k, count=1, ips=1000000000, "
		"reset_on_triple_fault=0, ignore_bad_msrs=1\n"
	"clock: sync=none, time0=%ld\n"
	"pci: enabled=1, chipset=i440fx\n"
	"ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14\n"
	"ata0-master: type=disk, path=" PLATFORM_IMAGE "/boot.img, mode=volatile, "
		"journal=boot.redolog\n"
	"ata0-slave: type=disk, path=" PLATFORM_IMAGE "/root.img, mode=volatile, "
		"journal=root.redolog\n"
	"ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15\n"
	"ata1-master: type=disk, path=exchange.img, mode=flat\n"
	"boot: disk\n"
	"com1: enabled=1, mode=file, dev=console.log\n"
	"mouse: enabled=0\n"
	"log: -\n"
	"panic: action=fatal\n"
	"error: action=ignore\n"
	"info: action=ignore\n"
	"debug: action=ignore\n";

static int write_file(const char *dir, const char *name, const char *text)
{
	char path[PATH_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f && fputs(text, f) >= 0 && !fclose(f))
		return 0;
	fprintf(stderr, "exitbench: write %s: %s\n", path, strerror(errno));
	return -1;
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
	char text[sizeof(bochsrc) + 32], program[PATH_MAX + 16];
	pid_t pid;

	/* The identity of the image names it. */
	snprintf(program, sizeof(program), "%s/bochs", image);
	if (access(program, X_OK)) {
		fprintf(stderr, "exitbench: %s: %s; 'make image' builds it\n", program,
			strerror(errno));
		return -1;
	}
	snprintf(text, sizeof(text), bochsrc,
		 PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP);
	if (write_file(dir, "bochsrc", text))
		return -1;
	pid = detach_fork(cell->platform->end_signal, dir);
	if (!pid)
		run(program, dir);
	return pid;
}

static const char *const tools[] = { BIOS, VGABIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

const struct platform platform_bochs_vmx = {
	.name = "bochs-vmx",
	.vendor = &vendor_vmx,
	.cpu_model = "corei7_sandy_bridge_2600k",
	.max_memory = 512,
	.memory = 1100,
	.end_signal = SIGKILL,
	.never_idle = true,
	.max_tries = 1,
	.tools = tools,
	.needs = needs,
	.start = start,
};
