// SPDX-License-Identifier: GPL-2.0
/*
 * A cell on a host: what l1-init is in a machine of its own, but in the current
 * folder, with the host's modules put back at the end, however that comes.
 *
 * The cell itself runs in a second process, whose children all end up here when
 * they lose their parent: whatever happens to it, this one cleans up.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host-modules.h"
#include "cell/init.h"
#include "l1-cell.h"
#include "cell/l1-observer.h"
#include "cell/l1-qemu.h"
#include "module-file.h"

#define EXCHANGE	"exchange.img"
#define LOCK		"/run/exitmeter-host.lock"
#define DEBUGFS		"/sys/kernel/debug"
#define SCRATCH		"l2/scratch.img"
#define KERNEL_LOG	INIT_OUT "/l1-kernel.log"

/**
 * struct host - the host, and what it is to get back
 * @modules: as they were
 * @taken: are the host's modules gone?
 * @hugepages: the word to write back, empty for none
 * @kernel_log: reads what the kernel says from the beginning of the cell on
 * @self: the process that puts things back, not the one that runs the cell
 */
static struct host {
	struct host_modules modules;
	bool taken;
	char hugepages[32];
	int kernel_log;
	pid_t self;
} host;

static void usage(FILE *to)
{
	fprintf(to, "usage: host-cell ROOT_IMAGE MODULES [DISK_IMAGE]\n\n"
		"Runs one cell on this host: takes the job from " EXCHANGE " in the current\n"
		"folder, replaces KVM's modules by those in MODULES while it runs, and leaves the\n"
		"results in " EXCHANGE ". ROOT_IMAGE is root.img of an image; its kernel\n"
		"and root are L2's. DISK_IMAGE has those of a distribution, if the job is of\n"
		"one, or else what is to be on L2's scratch disk. 'exitbench run --platform\n"
		"host' calls it, and 'exitbench exec'.\n\n"
		"It must be root: it loads modules, reads debugfs, and sets whether the host\n"
		"uses transparent huge pages. All is put back at the end, also after a failure,\n"
		"SIGINT, SIGTERM or SIGHUP. It refuses to begin while virtual machines run.\n");
}

static void check_host(const char *modules, const struct job *job)
{
	struct utsname kernel;
	struct statfs fs;
	char text[512];

	if (geteuid())
		init_fail("a cell on this host needs root: it replaces KVM's modules and reads "
			  DEBUGFS);
	if (statfs(DEBUGFS, &fs) || fs.f_type != DEBUGFS_MAGIC)
		init_fail("no debugfs there: mount -t debugfs none " DEBUGFS);
	uname(&kernel);
	if (!module_files_check(modules, job->module, kernel.release, text, sizeof(text)))
		init_fail("%s; 'make modules' builds them", text);
}

/* Two cells at a time would take each other's modules away. */
static void lock(void)
{
	int fd = open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		init_fail("%s: %s", LOCK, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB))
		init_fail("another cell runs on this host");
}

static void make_folders(void)
{
	static const char *const folders[] = { "run", INIT_OUT, "lib", "lib/modules" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (mkdir(folders[i], 0755) && errno != EEXIST)
			init_fail("mkdir %s: %s", folders[i], strerror(errno));
}

static void unpack_system(const char *disk)
{
	char *const unpack[] = { "unsquashfs", "-quiet", "-no-progress", "-dest", L1_QEMU_SYSTEM,
				 (char *)disk, NULL };

	if (init_run(unpack, NULL, 0, NULL))
		init_fail("unpack L2 from %s", disk);
}

/* In place of the image's, which L2's is a copy of. */
static void take_scratch(const char *disk)
{
	char *path = realpath(disk, NULL);

	if (!path || unlink(SCRATCH) || symlink(path, SCRATCH))
		init_fail("%s as L2's scratch disk: %s", disk, strerror(errno));
	free(path);
}

/* L2 is the same as on all other platforms, for it comes from the same image. */
static void fill_folders(const char *image, const char *modules, const char *disk,
			 const struct job *job)
{
	char *const unpack[] = { "unsquashfs", "-quiet", "-no-progress", "-force", "-dest", ".",
				 (char *)image, "boot", "l2", NULL };

	if (symlink(modules, "lib/modules/patched"))
		init_fail("lib/modules/patched: %s", strerror(errno));
	if (init_run(unpack, NULL, 0, NULL))
		init_fail("unpack L2 from %s", image);
	if (disk && strcmp(job->system, JOB_SYSTEM_SMALL))
		unpack_system(disk);
	else if (disk)
		take_scratch(disk);
}

/* "always [madvise] never" */
static void note_hugepages(void)
{
	FILE *f = fopen(L1_CELL_HUGEPAGES, "r");

	if (!f)
		return;
	if (fscanf(f, "%*[^[][%31[^]]", host.hugepages) != 1) {
		rewind(f);
		if (fscanf(f, "[%31[^]]", host.hugepages) != 1)
			*host.hugepages = '\0';
	}
	fclose(f);
}

static void restore_hugepages(void)
{
	FILE *f = *host.hugepages ? fopen(L1_CELL_HUGEPAGES, "w") : NULL;

	if (!f)
		return;
	fputs(host.hugepages, f);
	fclose(f);
}

/* A record of /dev/kmsg is "numbers;text". */
static void save_kernel_log(void)
{
	FILE *f = fopen(KERNEL_LOG, "w");
	char record[8192], *text;
	ssize_t n;

	while (f && (n = read(host.kernel_log, record, sizeof(record) - 1)) > 0) {
		record[n] = '\0';
		text = strchr(record, ';');
		fputs(text ? text + 1 : record, f);
	}
	if (f)
		fclose(f);
}

static void put_back(void)
{
	char text[512];

	observer_clear();
	if (!host_modules_restore(&host.modules, text, sizeof(text))) {
		/* For whoever sits there, and for the record. */
		fprintf(stderr, "host-cell: KVM's modules are not as they were: %s\n", text);
		printf("exitmeter: failed: KVM's modules are not as they were: %s\n", text);
		init_status("error", "KVM's modules are not as they were: %s", text);
	}
	restore_hugepages();
	host.taken = false;
}

static void finish(int status) __attribute__((noreturn));

static void finish(int status)
{
	init_phase("results");
	if (host.taken)
		put_back();
	save_kernel_log();
	init_write_results(EXCHANGE);
	init_phase("off");
	exit(status);
}

void init_on_fail(void)
{
	if (getpid() != host.self)
		_exit(1);
	finish(1);
}

/* What L2 runs in may have left its parent: nothing of the cell must outlive it. */
static void end_all(pid_t worker)
{
	kill(-worker, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

/* Returns the signal that ended the wait: SIGCHLD when the worker is done. */
static int wait_for(pid_t worker, const sigset_t *signals)
{
	int status, sig;

	while (!sigwait(signals, &sig)) {
		if (sig != SIGCHLD)
			return sig;
		if (waitpid(worker, &status, WNOHANG) == worker)
			return sig;
	}
	return 0;
}

static pid_t start_worker(const struct job *job, const sigset_t *signals)
{
	pid_t pid = fork();

	if (pid < 0)
		init_fail("fork: %s", strerror(errno));
	if (pid) {
		setpgid(pid, pid);
		return pid;
	}
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigprocmask(SIG_UNBLOCK, signals, NULL);
	l1_cell_run(job);
	exit(0);
}

/* From here on the ways to end are to be waited for. */
static void block_signals(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGCHLD);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGHUP);
	sigprocmask(SIG_BLOCK, signals, NULL);
}

static void run(const struct job *job, const sigset_t *signals)
{
	pid_t worker;
	int sig;

	fflush(stdout);
	worker = start_worker(job, signals);
	sig = wait_for(worker, signals);
	end_all(worker);
	if (sig == SIGCHLD)
		return;
	init_status("error", "ended by signal %d", sig);
	printf("exitmeter: failed: ended by signal %d\n", sig);
}

/* By where modprobe is, which a user's PATH need not have. */
static void extend_path(void)
{
	const char *path = getenv("PATH");
	char more[4096];

	snprintf(more, sizeof(more), "%s:/usr/sbin:/sbin", path ? path : "/usr/bin:/bin");
	setenv("PATH", more, 1);
}

int main(int argc, char **argv)
{
	static struct job job;
	sigset_t signals;
	char text[512];

	if (argc < 3 || argc > 4 || *argv[1] == '-') {
		usage(argc == 2 && !strcmp(argv[1], "--help") ? stdout : stderr);
		return argc == 2 && !strcmp(argv[1], "--help") ? 0 : 2;
	}
	host.self = getpid();
	extend_path();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	host.kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(host.kernel_log, 0, SEEK_END);
	make_folders();
	init_phase("host");
	init_read_job(EXCHANGE, &job);
	check_host(argv[2], &job);
	lock();
	fill_folders(argv[1], argv[2], argv[3], &job);
	note_hugepages();
	block_signals(&signals);
	host.taken = host_modules_take(&host.modules, argv[2], text, sizeof(text));
	if (!host.taken)
		init_fail("%s", text);
	run(&job, &signals);
	finish(0);
}
