// SPDX-License-Identifier: GPL-2.0
#include "l1-qemu.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "l1-vm.h"

#define QEMU		"/usr/bin/qemu-system-x86_64"
#define QEMU_LOG	INIT_OUT "/qemu.log"
#define MAX_ARGS	64

#define SMALL_KERNEL	CELL_PLACE "boot/bzImage"
#define SMALL_ROOT	CELL_PLACE "l2/root.squashfs"
#define SMALL_CMDLINE	"console=ttyS0 quiet root=/dev/vda rootfstype=squashfs ro init=/init " \
			"oops=panic panic=-1 "	\
			"exitmeter.exchange=/dev/vdb"

struct arguments {
	char *word[MAX_ARGS];
	int nr;
};

static void add(struct arguments *args, const char *option, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(struct arguments *args, const char *option, const char *format, ...)
{
	va_list ap;
	int n = -1;

	va_start(ap, format);
	if (args->nr + 2 < MAX_ARGS) {
		args->word[args->nr++] = (char *)option;
		n = vasprintf(&args->word[args->nr++], format, ap);
	}
	va_end(ap);
	if (n < 0)
		init_fail("QEMU's arguments do not fit");
}

static void add_flag(struct arguments *args, const char *option)
{
	if (args->nr + 1 >= MAX_ARGS)
		init_fail("QEMU's arguments do not fit");
	args->word[args->nr++] = (char *)option;
}

/* The topology is one of sockets, so that one can be plugged in. */
static void add_smp(struct arguments *args, const struct job *job)
{
	long vcpus = atol(job->vcpus), all = vcpus + atol(job->spare);

	if (all == vcpus)
		add(args, "-smp", "%ld", vcpus);
	else
		add(args, "-smp", "%ld,maxcpus=%ld,sockets=%ld,cores=1,threads=1", vcpus, all, all);
}

static void add_machine(struct arguments *args, const struct job *job)
{
	add_flag(args, "-nodefaults");
	add_flag(args, "-no-user-config");
	add_flag(args, "-no-reboot");
	add(args, "-display", "none");
	add(args, "-machine", "pc,accel=kvm");
	add(args, "-cpu", "host");
	add(args, "-m", "%s", job->memory);
	add_smp(args, job);
}

/* What the job wants of L2's kernel, whichever that is. */
static void add_cmdline(struct arguments *args, const struct job *job, const char *own)
{
	const char *replace = strcmp(job->replace_smp, SETTING_OFF) ? "" : " noreplace-smp";
	char pti[16] = "";

	if (strcmp(job->pti, SETTING_AUTO))
		snprintf(pti, sizeof(pti), " pti=%.8s", job->pti);
	add(args, "-append", "%s%s%s", own, replace, pti);
}

static void add_disk(struct arguments *args, const char *path, const char *options)
{
	add(args, "-drive", "file=%s,if=virtio,format=raw%s", path, options);
}

/* Without its ROM, from which a firmware could boot. */
static void add_network(struct arguments *args, const struct job *job)
{
	if (!strcmp(job->network, JOB_NETWORK_NONE))
		return;
	add(args, "-netdev", "user,id=network,ipv6=off");
	add(args, "-device", "virtio-net-pci,netdev=network,romfile=");
}

static void add_ioeventfd(struct arguments *args, const struct job *job)
{
	if (!strcmp(job->ioeventfd, SETTING_ON))
		return;
	add(args, "-global", "virtio-blk-pci.ioeventfd=off");
	add(args, "-global", "virtio-net-pci.ioeventfd=off");
}

static void add_small(struct arguments *args, const struct job *job)
{
	add(args, "-kernel", SMALL_KERNEL);
	add_cmdline(args, job, SMALL_CMDLINE);
	add_disk(args, SMALL_ROOT, ",readonly=on");
	add_disk(args, L1_VM_EXCHANGE, "");
	add_disk(args, L1_QEMU_SCRATCH, "");
	add(args, "-serial", "file:" L1_QEMU_LOG);
	add(args, "-chardev", "pipe,id=port,path=" L1_QEMU_PORT);
	add(args, "-serial", "chardev:port");
}

static void read_line(const char *path, char *line, size_t size)
{
	FILE *f = fopen(path, "r");

	if (!f || !fgets(line, size, f))
		init_fail("read %s: %s", path, strerror(errno));
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
}

/* What L2 writes onto its disk goes into a file beside it, which QEMU makes in TMPDIR. */
static void add_system(struct arguments *args, const struct job *job)
{
	char cmdline[512];

	read_line(L1_QEMU_SYSTEM "/cmdline", cmdline, sizeof(cmdline));
	add(args, "-kernel", L1_QEMU_SYSTEM "/vmlinuz");
	add(args, "-initrd", L1_QEMU_SYSTEM "/initrd");
	add_cmdline(args, job, cmdline);
	add_disk(args, L1_QEMU_SYSTEM "/root.ext4", ",snapshot=on");
	add(args, "-chardev", "pipe,id=console,path=" L1_QEMU_CONSOLE);
	add(args, "-serial", "chardev:console");
	setenv("TMPDIR", CELL_PLACE "run", 1);
}

pid_t l1_qemu_start(const struct job *job)
{
	struct arguments args = { { QEMU }, 1 };

	add_machine(&args, job);
	if (strcmp(job->system, JOB_SYSTEM_SMALL))
		add_system(&args, job);
	else
		add_small(&args, job);
	add_network(&args, job);
	add_ioeventfd(&args, job);
	add(&args, "-chardev", "pipe,id=monitor,path=" L1_QEMU_MONITOR);
	add(&args, "-mon", "monitor,mode=control");
	/* What add() allocated lives as long as the cell. */
	return init_spawn(args.word, NULL, 0, QEMU_LOG);
}
