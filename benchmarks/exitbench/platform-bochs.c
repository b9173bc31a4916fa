// SPDX-License-Identifier: GPL-2.0
/*
 * bochs-vmx: Debian's Bochs, an emulated Intel CPU with VMX and EPT.
 *
 * One emulated cycle is one instruction and everything that the machine sees is
 * given here, so that the same image and seed give the same cell bit for bit.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cell.h"
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
	"display_library: term\n"
	"megs: 1024\n"
	"romimage: file=" BIOS ", options=fastboot\n"
	"vgaromimage: file=" VGABIOS "\n"
	"cpu: model=corei7_sandy_bridge_2600k, count=1, ips=1000000000, "
		"reset_on_triple_fault=0, ignore_bad_msrs=1\n"
	"clock: sync=none, time0=%ld\n"
	"pci: enabled=1, chipset=i440fx\n"
	"ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14\n"
	"ata0-master: type=disk, path=%s/boot.img, mode=volatile, journal=boot.redolog\n"
	"ata0-slave: type=disk, path=%s/root.img, mode=volatile, journal=root.redolog\n"
	"ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15\n"
	"ata1-master: type=disk, path=exchange.img, mode=flat\n"
	"boot: disk\n"
	"com1: enabled=1, mode=file, dev=console.log\n"
	"mouse: enabled=0\n"
	"log: emulator.log\n"
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

static pid_t start(const struct cell *cell, const char *image, const char *dir, int *tty)
{
	char text[sizeof(bochsrc) + 2 * PATH_MAX + 32], absolute[PATH_MAX];
	pid_t pid;

	if (!realpath(image, absolute)) {
		fprintf(stderr, "exitbench: %s: %s\n", image, strerror(errno));
		return -1;
	}
	snprintf(text, sizeof(text), bochsrc,
		 PLATFORM_TIME0 + (cell->seed - 1) * PLATFORM_SEED_STEP, absolute, absolute);
	/* Debian's build stops at a debugger's prompt: "c" continues. */
	if (write_file(dir, "bochsrc", text) || write_file(dir, "debugger", "c\n"))
		return -1;

	/* The only display that needs no screen draws on a terminal. */
	pid = forkpty(tty, NULL, NULL, NULL);
	if (pid < 0)
		fprintf(stderr, "exitbench: start bochs: %s\n", strerror(errno));
	if (pid)
		return pid;

	setenv("TERM", "xterm", 1);
	/* Bochs sets the machine's clock by local time. */
	setenv("TZ", "UTC", 1);
	if (!chdir(dir))
		execlp("bochs", "bochs", "-q", "-f", "bochsrc", "-rc", "debugger", NULL);
	_exit(127);
}

static const char *const tools[] = { "bochs", BIOS, VGABIOS, NULL };
static const need_fn needs[] = { need_tools, need_memory, NULL };

const struct platform platform_bochs_vmx = {
	.name = "bochs-vmx",
	.summary = "Bochs: emulated Intel CPU with VMX and EPT, 1 cycle = 1 instruction",
	.vendor = &vendor_vmx,
	.cpu_model = "corei7_sandy_bridge_2600k",
	.max_memory = 512,
	.memory = 1100,
	.end_signal = SIGKILL,
	.max_tries = 1,
	.tools = tools,
	.needs = needs,
	.start = start,
};
