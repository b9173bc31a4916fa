// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of L2, the measured guest: runs the job's command in one
 * window, or at each of its points in one, and writes what the meter says onto the exchange disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "cell/init.h"
#include "cell/wait-status.h"
#include "measure/capture.h"
#include "meter/abi.h"
#include "meter/lock.h"
#include "ledger/window/window-json.h"

#define PORT	"/dev/ttyS1"
#define SCRATCH	"/dev/vdc"

/* Of klogctl(): read the whole buffer. */
#define KLOG_READ_ALL	3

static const char *exchange;

/* Tell L1, and wait until it has taken notice. */
static void tell(char what)
{
	static int port = -1;
	struct termios raw;
	char answer;

	if (port < 0) {
		port = open(PORT, O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (port < 0 || tcgetattr(port, &raw))
			init_fail("open %s: %s", PORT, strerror(errno));
		cfmakeraw(&raw);
		tcsetattr(port, TCSANOW, &raw);
	}
	if (write(port, &what, 1) != 1 || read(port, &answer, 1) != 1 || answer != INIT_OK)
		init_fail("no answer from L1 on %s", PORT);
}

static void finish(void) __attribute__((noreturn));

static void finish(void)
{
	if (exchange)
		init_write_results(exchange);
	tell(INIT_DONE);
	/* L1 ends the VM. */
	for (;;)
		pause();
}

void init_on_fail(void)
{
	static int failed;

	/* A failure to tell L1 must not end in another attempt to. */
	if (!failed++)
		finish();
	for (;;)
		pause();
}

/*
 * When the kernel began, by the VM's clock, which begins with the VM: ns, or -1 if the kernel
 * does not tell, for it does not use that clock. It calls them cycles.
 */
static long long kernel_begin(void)
{
	static const char message[] = "kvm-clock: using sched offset of ";
	static char log[1 << 18];
	int n = klogctl(KLOG_READ_ALL, log, sizeof(log) - 1);
	const char *at = n > 0 ? strstr(log, message) : NULL;

	return at ? atoll(at + strlen(message)) : -1;
}

static void save(const struct window *w, char *const argv[], const char *path)
{
	json_t *json = window_to_json(w, argv);

	if (!json || json_dump_file(json, path, JSON_INDENT(1) | JSON_PRESERVE_ORDER))
		init_fail("write %s", path);
	json_decref(json);
}

/* Send standard output and error to a file; returns what undoes it. */
static int output_to(const char *path)
{
	int saved = dup(1), fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (saved < 0 || fd < 0)
		init_fail("%s: %s", path, strerror(errno));
	fcntl(saved, F_SETFD, FD_CLOEXEC);
	fflush(stdout);
	dup2(fd, 1);
	dup2(fd, 2);
	close(fd);
	return saved;
}

static void output_back(int saved)
{
	fflush(stdout);
	dup2(saved, 1);
	dup2(saved, 2);
	close(saved);
}

/* A command that measures by itself would latch the slots of this window: it is told so instead. */
static int take_lock(void)
{
	int holder, lock = lock_take(&holder);

	if (lock == -EBUSY)
		init_fail("process %d, which was not waited for, still measures", holder);
	if (lock < 0)
		init_fail("lock against other measurements: %s", strerror(-lock));
	return lock;
}

static void measure(const char *line, const char *output, const char *json)
{
	static struct window w;
	char copy[JOB_VALUE_SIZE], *argv[JOB_MAX_ARGS];
	int saved, lock, err;

	strcpy(copy, line);
	if (job_split(copy, argv) < 1)
		init_fail("can't split into words: %s", line);
	lock = take_lock();
	saved = output_to(output);
	err = window_run(&w, argv);
	output_back(saved);
	close(lock);
	if (err)
		init_fail("measure \"%s\": %s", line, strerror(-err));
	save(&w, argv, json);
	window_free(&w);
}

/* What must succeed, or the window would hold something else. */
static void run_or_fail(const char *what, const char *line)
{
	char out[64], how[128];
	int status;

	snprintf(out, sizeof(out), INIT_OUT "/%s.out", what);
	status = init_run_line(line, out);
	if (status)
		init_fail("%s: \"%s\" %s; see %s.out", what, line,
			  wait_status_text(status, how, sizeof(how)), what);
}

/* Does the kernel keep page tables apart from its processes'? It shows as a CPU's flag. */
static bool has_pti(void)
{
	char line[4096];
	bool has = false;
	FILE *f = fopen("/proc/cpuinfo", "r");

	if (!f)
		init_fail("/proc/cpuinfo: %s", strerror(errno));
	while (!has && fgets(line, sizeof(line), f))
		has = !strncmp(line, "flags", 5) && strstr(line, " pti ");
	fclose(f);
	return has;
}

static void check_pti(const struct job *job)
{
	const char *pti = has_pti() ? SETTING_ON : SETTING_OFF;

	init_status("pti", "%s", pti);
	if (strcmp(job->pti, SETTING_AUTO) && strcmp(job->pti, pti))
		init_fail("L2 was booted with pti=%s, and it is %s there", job->pti, pti);
}

static void prepare(const struct job *job)
{
	if (!strcmp(job->scratch, JOB_SCRATCH_EXT4) &&
	    mount(SCRATCH, "/scratch", "ext4", 0, NULL))
		init_fail("mount %s on /scratch: %s", SCRATCH, strerror(errno));
	if (chdir("/scratch"))
		init_fail("/scratch: %s", strerror(errno));
	if (*job->prepare)
		run_or_fail("prepare", job->prepare);
}

static void measure_boot(uint32_t serial)
{
	static struct window w;
	int err = window_from_zero(&w, 0, serial);

	if (err)
		init_fail("read the latch of the boot: %s", strerror(-err));
	save(&w, NULL, INIT_OUT "/window.json");
	window_free(&w);
	init_status("kernel_ns", "%lld", kernel_begin());
}

/**
 * struct turn - one of a job's points
 * @point: empty if the job has none
 * @suffix: of the files about it; empty if the job has no points
 */
struct turn {
	const char *point;
	char suffix[16];
};

static struct turn turns[JOB_MAX_POINTS];
static int nr_turns;

/* A job without points has one turn, with its line as it is. */
static void read_points(const struct job *job)
{
	static char copy[JOB_VALUE_SIZE];
	char *points[JOB_MAX_POINTS];
	int i, nr;

	strcpy(copy, job->points);
	nr = job_points(copy, points);
	if (nr < 0)
		init_fail("too many points: %s", job->points);
	for (i = 0; i < nr; i++) {
		turns[i].point = points[i];
		snprintf(turns[i].suffix, sizeof(turns[i].suffix), ".%d", i);
	}
	if (!nr)
		turns[0].point = "";
	nr_turns = nr ? nr : 1;
}

static void measure_turn(const struct turn *turn, const char *line, const char *output,
			 const char *json)
{
	char command[JOB_VALUE_SIZE], output_path[64], json_path[64];

	if (job_expand(line, turn->point, command, sizeof(command)))
		init_fail("too long at point %s: %s", turn->point, line);
	snprintf(output_path, sizeof(output_path), INIT_OUT "/%s%s.out", output, turn->suffix);
	snprintf(json_path, sizeof(json_path), INIT_OUT "/%s%s.json", json, turn->suffix);
	measure(command, output_path, json_path);
}

static void measure_startup(const struct job *job)
{
	char line[JOB_VALUE_SIZE];
	int i;

	if (!*job->startup)
		return;
	if (job_expand(job->startup, turns[0].point, line, sizeof(line)))
		init_fail("too long at point %s: %s", turns[0].point, job->startup);
	/* Once to have the files in memory, then to know what it costs. */
	run_or_fail("startup", line);
	for (i = 0; i < nr_turns; i++)
		measure_turn(&turns[i], job->startup, "startup-again", "startup");
}

static void measure_command(const struct job *job)
{
	int i;

	prepare(job);
	read_points(job);
	measure_startup(job);
	sync();
	tell(INIT_BEFORE);
	for (i = 0; i < nr_turns; i++)
		measure_turn(&turns[i], job->command, "command", "window");
	tell(INIT_AFTER);
}

/* For what must run on a KVM without the meter as well. */
static void run_unmeasured(const struct job *job)
{
	int status;

	prepare(job);
	tell(INIT_BEFORE);
	status = init_run_line(job->command, INIT_OUT "/command.out");
	tell(INIT_AFTER);
	init_status("command", "%d", status);
}

static void measure_job(const struct job *job, uint32_t boot_serial)
{
	char hypervisor[13];

	if (abi_presence(hypervisor) != ABI_PRESENT)
		init_fail("KVM has no exit meter, or it is off; see 'exitmeter info'");
	if (!strcmp(job->measure, JOB_MEASURE_BOOT))
		measure_boot(boot_serial);
	else
		measure_command(job);
}

int main(void)
{
	/* Before anything else: the end of the boot, should that be wanted. */
	uint32_t serial = abi_latch(0, NULL);
	static struct job job;

	init_mounts();
	setenv("PATH", "/bin", 1);
	setenv("HOME", "/run", 1);
	exchange = init_disk(INIT_EXCHANGE);
	init_read_job(exchange, &job);
	init_entropy(job.seed);
	check_pti(&job);
	if (!strcmp(job.measure, JOB_MEASURE_NONE))
		run_unmeasured(&job);
	else
		measure_job(&job, serial);
	finish();
}
