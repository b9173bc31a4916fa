// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of L1, the machine with the patched KVM: loads KVM in the
 * paging mode that the job asks for, runs L2 once, and writes everything that
 * is to be known about it onto the exchange disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"
#include "kvm-stats.h"

#define QEMU		"/usr/bin/qemu-system-x86_64"
#define PORT		"/run/port"
#define L2_EXCHANGE	"/run/exchange.img"
#define L2_SCRATCH	"/run/scratch.img"
#define L2_CONSOLE	INIT_OUT "/l2-console.log"
#define QEMU_LOG	INIT_OUT "/qemu.log"
#define MIB		(1024l * 1024)
#define EXCHANGE_SIZE	(16 * MIB)
#define SCRATCH_SIZE	(64 * MIB)

#define L2_CMDLINE	"console=ttyS0 quiet root=/dev/vda rootfstype=squashfs ro init=/init " \
			"oops=panic panic=-1 " \
			"exitmeter.exchange=/dev/vdb"

/* Of klogctl(): read the whole buffer. */
#define KLOG_READ_ALL	3

static const char *exchange;

static void finish(void) __attribute__((noreturn));

/* What the kernel said: with "quiet" it is nowhere else. */
static void save_kernel_log(void)
{
	static char log[1 << 18];
	int n = klogctl(KLOG_READ_ALL, log, sizeof(log));
	FILE *f = fopen(INIT_OUT "/l1-kernel.log", "w");

	if (f && n > 0)
		fwrite(log, 1, n, f);
	if (f)
		fclose(f);
}

static void finish(void)
{
	init_phase("results");
	save_kernel_log();
	if (exchange)
		init_write_results(exchange);
	init_phase("off");
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

void init_on_fail(void)
{
	finish();
}

/*
 * Read only what is asked for: QEMU maps its libraries and touches a part of
 * them, and the emulated disk takes as long for 25 MB as the rest of L2's boot.
 */
static void no_readahead(void)
{
	FILE *f = fopen("/sys/block/sdb/queue/read_ahead_kb", "w");

	/* On another kind of disk it does not matter. */
	if (!f)
		return;
	fputs("0", f);
	fclose(f);
}

static void load_module(const char *name, const char *parameters)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/lib/modules/%s.ko", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		init_fail("load %s %s: %s", path, parameters, strerror(errno));
	close(fd);
}

/* Read back a parameter such as "ept=0": 0 shows as N, 1 as Y. */
static void check_parameter(const char *module, const char *parameter)
{
	char path[256], name[64], *value, wanted, is = 0, *dash;
	FILE *f;

	snprintf(name, sizeof(name), "%s", parameter);
	value = strchr(name, '=');
	if (!value)
		init_fail("\"%s\" is not parameter=value", parameter);
	*value++ = '\0';
	wanted = *value == '1' ? 'Y' : 'N';

	snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", module, name);
	for (dash = path; (dash = strchr(dash, '-')); )
		*dash = '_';
	f = fopen(path, "r");
	if (!f || fscanf(f, "%c", &is) != 1)
		init_fail("read %s: %s", path, strerror(errno));
	fclose(f);
	if (is != wanted)
		init_fail("%s is %c after loading %s with %s: this CPU can't do it",
			  path, is, module, parameter);
	init_status(name, "%c", is);
}

static void load_kvm(const struct job *job)
{
	load_module("irqbypass", "");
	load_module("kvm", !strcmp(job->meter, "1") ? "exitmeter=1 exitmeter_guest=1" : "");
	load_module(job->module, job->parameter);
	check_parameter(job->module, job->parameter);
}

/* Copy what is not zero: the image is sparse and memory is what it lands in. */
static void copy_sparse(const char *from, const char *to)
{
	static char buf[1 << 16], zero[sizeof(buf)];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	off_t at = 0;
	ssize_t n;

	if (in < 0 || out < 0)
		init_fail("copy %s to %s: %s", from, to, strerror(errno));
	while ((n = read(in, buf, sizeof(buf))) > 0) {
		if (memcmp(buf, zero, n) && pwrite(out, buf, n, at) != n)
			init_fail("write %s: %s", to, strerror(errno));
		at += n;
	}
	if (n < 0)
		init_fail("read %s: %s", from, strerror(errno));
	close(in);
	close(out);
}

static void make_disks(const struct job *job)
{
	static char text[JOB_SIZE];
	int fd;

	if (job_format(job, text, sizeof(text)) < 0)
		init_fail("the job does not fit");
	fd = open(L2_EXCHANGE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, text, JOB_SIZE) != JOB_SIZE || ftruncate(fd, EXCHANGE_SIZE))
		init_fail("%s: %s", L2_EXCHANGE, strerror(errno));
	close(fd);

	if (!strcmp(job->scratch, JOB_SCRATCH_EXT4))
		copy_sparse("/l2/scratch.img", L2_SCRATCH);
	else
		close(open(L2_SCRATCH, O_WRONLY | O_CREAT, 0600));
	if (truncate(L2_SCRATCH, SCRATCH_SIZE))
		init_fail("%s: %s", L2_SCRATCH, strerror(errno));
	if (mkfifo(PORT ".in", 0600) || mkfifo(PORT ".out", 0600))
		init_fail("%s: %s", PORT, strerror(errno));
}

static pid_t start_qemu(const struct job *job)
{
	char *const argv[] = {
		QEMU, "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
		"-machine", "pc,accel=kvm", "-cpu", "host",
		"-m", (char *)job->memory, "-smp", (char *)job->vcpus,
		"-kernel", "/boot/bzImage", "-append", L2_CMDLINE,
		"-drive", "file=/l2/root.squashfs,if=virtio,format=raw,readonly=on",
		"-drive", "file=" L2_EXCHANGE ",if=virtio,format=raw",
		"-drive", "file=" L2_SCRATCH ",if=virtio,format=raw",
		"-serial", "file:" L2_CONSOLE,
		"-chardev", "pipe,id=port,path=" PORT, "-serial", "chardev:port",
		NULL,
	};

	return init_spawn(argv, NULL, 0, QEMU_LOG);
}

/* A stopped VMM has no vCPU in the guest: nothing moves any more. */
static void stop(pid_t vmm)
{
	int status;

	if (kill(vmm, SIGSTOP) || waitpid(vmm, &status, WUNTRACED) != vmm || !WIFSTOPPED(status))
		init_fail("stop QEMU: %s", strerror(errno));
}

/* Answer L2 until it is done. */
static void serve(pid_t vmm)
{
	int in = open(PORT ".out", O_RDONLY | O_CLOEXEC);
	int out = open(PORT ".in", O_WRONLY | O_CLOEXEC);
	char what, ok = INIT_OK;

	if (in < 0 || out < 0)
		init_fail("%s: %s", PORT, strerror(errno));
	for (;;) {
		if (read(in, &what, 1) != 1)
			init_fail("QEMU ended before L2 was done; see qemu.log and l2-console.log");
		switch (what) {
		case INIT_BEFORE:
			init_phase("window");
			kvm_stats_save(vmm, "before");
			break;
		case INIT_AFTER:
			kvm_stats_save(vmm, "after");
			init_phase("read");
			break;
		case INIT_DONE:
			return;
		default:
			continue;
		}
		if (write(out, &ok, 1) != 1)
			init_fail("answer L2: %s", strerror(errno));
	}
}

static void run_l2(const struct job *job)
{
	char *const untar[] = { "/bin/busybox", "tar", "xf", "-", "-C", INIT_OUT "/l2", NULL };
	int status;
	pid_t vmm;

	make_disks(job);
	init_phase("l2");
	vmm = start_qemu(job);
	serve(vmm);
	stop(vmm);
	kvm_stats_save(vmm, "end");
	kill(vmm, SIGKILL);
	waitpid(vmm, &status, 0);

	if (mkdir(INIT_OUT "/l2", 0755) || init_run(untar, L2_EXCHANGE, JOB_SIZE, NULL))
		init_fail("unpack L2's results");
}

int main(void)
{
	static struct job job;

	init_mounts();
	init_phase("l1");
	exchange = init_exchange_disk();
	init_mount("debugfs", "/sys/kernel/debug", NULL);
	init_read_job(exchange, &job);
	init_entropy(job.seed);
	no_readahead();
	load_kvm(&job);
	run_l2(&job);
	finish();
}
