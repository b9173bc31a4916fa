// SPDX-License-Identifier: GPL-2.0
#include "l1-vm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"
#include "kvm-stats.h"
#include "l1-console.h"
#include "l1-kvm.h"
#include "l1-network.h"
#include "l1-qemu.h"
#include "l1-sampler.h"
#include "wait-status.h"

#define L2_FILES	CELL_PLACE "l2/scratch.img"
#define MIB		(1024l * 1024)
#define EXCHANGE_SIZE	(16 * MIB)
#define SCRATCH_SIZE	(64 * MIB)

/**
 * struct vm - L2 while it runs
 * @vmm: QEMU's process
 * @sampler: the process that looks at the ledger meanwhile; 0 if there is none
 * @server: the process that L2 talks to over the network; 0 if there is none
 * @in: what L2 sends: requests, or what a distribution writes onto its console
 * @out: what it is answered
 * @plugged: spare vCPUs that are in use
 */
struct vm {
	const struct job *job;
	const struct observer *observer;
	pid_t vmm;
	pid_t sampler;
	pid_t server;
	int in;
	int out;
	int plugged;
};

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

/* As QEMU's character device "pipe" wants it. */
static void make_pipe(const char *path)
{
	char in[64], out[64];

	snprintf(in, sizeof(in), "%s.in", path);
	snprintf(out, sizeof(out), "%s.out", path);
	if (mkfifo(in, 0600) || mkfifo(out, 0600))
		init_fail("%s: %s", path, strerror(errno));
}

static void make_disks(const struct job *job)
{
	static char text[JOB_SIZE];
	int fd;

	if (job_format(job, text, sizeof(text)) < 0)
		init_fail("the job does not fit");
	fd = open(L1_VM_EXCHANGE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, text, JOB_SIZE) != JOB_SIZE || ftruncate(fd, EXCHANGE_SIZE))
		init_fail("%s: %s", L1_VM_EXCHANGE, strerror(errno));
	close(fd);

	if (!strcmp(job->scratch, JOB_SCRATCH_EXT4))
		copy_sparse(L2_FILES, L1_QEMU_SCRATCH);
	else
		close(open(L1_QEMU_SCRATCH, O_WRONLY | O_CREAT, 0600));
	if (truncate(L1_QEMU_SCRATCH, SCRATCH_SIZE))
		init_fail("%s: %s", L1_QEMU_SCRATCH, strerror(errno));
}

static bool is_small(const struct job *job)
{
	return !strcmp(job->system, JOB_SYSTEM_SMALL);
}

static const char *port(const struct job *job)
{
	return is_small(job) ? L1_QEMU_PORT : L1_QEMU_CONSOLE;
}

static int open_pipe(const char *name, const char *end, int flags)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s%s", name, end);
	fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		init_fail("%s: %s", path, strerror(errno));
	return fd;
}

static void start(struct vm *vm)
{
	vm->plugged = 0;
	vm->vmm = l1_qemu_start(vm->job);
	vm->sampler = sampler_start(vm->job, vm->vmm);
	vm->in = open_pipe(port(vm->job), ".out", O_RDONLY);
	vm->out = open_pipe(port(vm->job), ".in", O_WRONLY);
}

/* A stopped VMM has no vCPU in the guest: nothing moves any more. */
static void stop(struct vm *vm)
{
	int status;

	if (kill(vm->vmm, SIGSTOP) || waitpid(vm->vmm, &status, WUNTRACED) != vm->vmm ||
	    !WIFSTOPPED(status))
		init_fail("stop QEMU: %s", strerror(errno));
}

static void end(struct vm *vm)
{
	int status;

	kill(vm->vmm, SIGKILL);
	waitpid(vm->vmm, &status, 0);
	close(vm->in);
	close(vm->out);
}

static void answer(const struct vm *vm)
{
	char ok = INIT_OK;

	if (write(vm->out, &ok, 1) != 1)
		init_fail("answer L2: %s", strerror(errno));
}

/* Ask QEMU's monitor; what it answers nobody reads: L2 sees whether it was done. */
static void ask_qemu(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void ask_qemu(const char *format, ...)
{
	static const char hello[] = "{\"execute\":\"qmp_capabilities\"}\n";
	char text[256];
	va_list ap;
	int fd, n;

	va_start(ap, format);
	n = vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	fd = open(L1_QEMU_MONITOR ".in", O_WRONLY | O_CLOEXEC);
	/* A second hello is refused, which does no harm. */
	if (fd < 0 || write(fd, hello, strlen(hello)) < 0 || write(fd, text, n) != n)
		init_fail("ask QEMU's monitor for %s: %s", text, strerror(errno));
	close(fd);
}

static void plug_vcpu(struct vm *vm)
{
	ask_qemu("{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"host-x86_64-cpu\","
		 "\"id\":\"spare%d\",\"socket-id\":%ld,\"core-id\":0,\"thread-id\":0}}\n",
		 vm->plugged, atol(vm->job->vcpus) + vm->plugged);
	vm->plugged++;
	answer(vm);
}

static void reset(struct vm *vm)
{
	(void)vm;
	ask_qemu("{\"execute\":\"set-action\",\"arguments\":{\"reboot\":\"reset\"}}\n");
	ask_qemu("{\"execute\":\"system_reset\"}\n");
}

static void load_kvm_anew(struct vm *vm)
{
	/* It has a file of KVM's open. */
	sampler_drop(vm->sampler);
	end(vm);
	l1_kvm_unload(vm->job);
	l1_kvm_refuse(vm->job);
	l1_kvm_load(vm->job);
	start(vm);
}

static void begin_work(struct vm *vm)
{
	init_phase("window");
	if (vm->observer->work_begin)
		vm->observer->work_begin(vm->vmm);
	kvm_stats_save(vm->vmm, "before");
	answer(vm);
}

static void end_work(struct vm *vm)
{
	kvm_stats_save(vm->vmm, "after");
	if (vm->observer->work_end)
		vm->observer->work_end();
	init_phase("read");
	answer(vm);
}

/* What L2 can ask for. */
static const struct {
	char letter;
	void (*serve)(struct vm *vm);
} requests[] = {
	{ INIT_BEFORE, begin_work },
	{ INIT_AFTER, end_work },
	{ INIT_PLUG, plug_vcpu },
	{ INIT_RESET, reset },
	{ INIT_RELOAD, load_kvm_anew },
};

/* Before L2 was done: it panicked, or the VMM crashed. */
static void vmm_ended(const struct vm *vm) __attribute__((noreturn));

static void vmm_ended(const struct vm *vm)
{
	char how[128] = "closed its port";
	int status;

	/* The runner knows it by its first word, see symptom.c. */
	if (waitpid(vm->vmm, &status, 0) == vm->vmm)
		wait_status_text(status, how, sizeof(how));
	init_fail("QEMU %s before L2 was done; see qemu.log and l2-console.log", how);
}

/* Serve L2 until it is done. */
static void serve(struct vm *vm)
{
	char what = 0;
	size_t i;

	while (what != INIT_DONE) {
		if (read(vm->in, &what, 1) != 1)
			vmm_ended(vm);
		for (i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
			if (requests[i].letter == what)
				requests[i].serve(vm);
	}
}

void l1_vm_run(const struct job *job, const struct observer *observer)
{
	struct vm vm = { .job = job, .observer = observer };

	make_pipe(port(job));
	make_pipe(L1_QEMU_MONITOR);
	if (is_small(job))
		make_disks(job);
	else
		init_status("tsc_khz", "%d", l1_kvm_tsc_khz());
	vm.server = l1_network_start(job);
	init_phase("l2");
	if (observer->vm_begin)
		observer->vm_begin();
	start(&vm);
	if (is_small(job))
		serve(&vm);
	else
		l1_console_await_login(vm.in);
	stop(&vm);
	sampler_finish(vm.sampler);
	kvm_stats_save(vm.vmm, "end");
	if (observer->vm_end)
		observer->vm_end();
	end(&vm);
	l1_network_end(vm.server);
	if (!is_small(job))
		l1_console_report(job);
}
