// SPDX-License-Identifier: GPL-2.0
#include "init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/random.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define STATUS_FILE INIT_OUT "/status"

void init_mount(const char *type, const char *where, const char *data)
{
	if (mount(type, where, type, 0, data))
		init_fail("mount %s on %s: %s", type, where, strerror(errno));
}

void init_mounts(void)
{
	init_mount("proc", "/proc", NULL);
	init_mount("sysfs", "/sys", NULL);
	init_mount("tmpfs", "/run", NULL);
	if (mkdir(INIT_OUT, 0755))
		init_fail("mkdir %s: %s", INIT_OUT, strerror(errno));
}

char *init_disk(const char *key)
{
	/* The kernel hands unknown parameters with a dot to nobody: ask it. */
	char line[4096];
	FILE *f = fopen("/proc/cmdline", "r");
	char *at;

	if (!f || !fgets(line, sizeof(line), f))
		init_fail("read /proc/cmdline: %s", strerror(errno));
	fclose(f);
	at = strstr(line, key);
	if (!at)
		init_fail("no %s on the kernel's command line", key);
	at += strlen(key);
	return strndup(at, strcspn(at, " \n"));
}

void init_read_job(const char *disk, struct job *job)
{
	static char text[JOB_SIZE + 1];
	char error[200];
	int fd = open(disk, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, JOB_SIZE) != JOB_SIZE)
		init_fail("read the job from %s: %s", disk, strerror(errno));
	close(fd);
	if (job_parse(job, text, error, sizeof(error)))
		init_fail("%s: %s", disk, error);
}

void init_entropy(const char *seed)
{
	struct {
		struct rand_pool_info info;
		char bytes[64];
	} pool = { .info = { .entropy_count = 256, .buf_size = sizeof(pool.bytes) } };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);

	/* The kernel hashes it. */
	snprintf(pool.bytes, sizeof(pool.bytes), "exitmeter seed %s", seed);
	if (fd < 0 || ioctl(fd, RNDADDENTROPY, &pool))
		init_fail("seed /dev/urandom: %s", strerror(errno));
	close(fd);
}

static void redirect(const char *path, int flags, long skip, int fd)
{
	int from = open(path, flags, 0644);

	if (from < 0 || (skip && lseek(from, skip, SEEK_SET) != skip) || dup2(from, fd) < 0)
		_exit(126);
	close(from);
}

int init_spawn(char *const argv[], const char *in, long skip, const char *out)
{
	pid_t pid = fork();

	if (pid < 0)
		init_fail("fork: %s", strerror(errno));
	if (pid)
		return pid;

	redirect(in ? in : "/dev/null", O_RDONLY, skip, 0);
	if (out) {
		redirect(out, O_WRONLY | O_CREAT | O_APPEND, 0, 1);
		dup2(1, 2);
	}
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

int init_run(char *const argv[], const char *in, long skip, const char *out)
{
	int status, pid = init_spawn(argv, in, skip, out);

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			init_fail("wait for %s: %s", argv[0], strerror(errno));
	return status;
}

int init_run_line(const char *line, const char *out)
{
	char copy[JOB_VALUE_SIZE], *argv[JOB_MAX_ARGS];

	strcpy(copy, line);
	if (job_split(copy, argv) < 1)
		init_fail("can't split into words: %s", line);
	return init_run(argv, NULL, 0, out);
}

static bool is_output(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix && (!strcmp(suffix, ".out") || !strcmp(suffix, ".log"));
}

/* Leave both ends of a file, and say in between what is missing. */
static void shorten(const char *path)
{
	static char end[INIT_OUTPUT_LIMIT / 2];
	int fd = open(path, O_RDWR | O_CLOEXEC);
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > INIT_OUTPUT_LIMIT) {
		n = pread(fd, end, sizeof(end), st.st_size - sizeof(end));
		if (n == sizeof(end) && !ftruncate(fd, sizeof(end)) &&
		    lseek(fd, 0, SEEK_END) >= 0) {
			dprintf(fd, "\n[%lld bytes left out: of what is printed, %d KiB are "
				"kept]\n",
				(long long)st.st_size - INIT_OUTPUT_LIMIT,
				INIT_OUTPUT_LIMIT / 1024);
			if (write(fd, end, n) != n)
				printf("exitmeter: failed: shorten %s: %s\n", path,
				       strerror(errno));
		}
	}
	close(fd);
}

/* A program may print more than the exchange disk holds. */
static void shorten_outputs(void)
{
	char path[PATH_MAX];
	struct dirent *e;
	DIR *dir = opendir(INIT_OUT);

	while (dir && (e = readdir(dir))) {
		if (!is_output(e->d_name))
			continue;
		snprintf(path, sizeof(path), INIT_OUT "/%s", e->d_name);
		shorten(path);
	}
	if (dir)
		closedir(dir);
}

void init_write_results(const char *disk)
{
	char *const argv[] = { "/bin/busybox", "tar", "cf", "-", "-C", INIT_OUT, ".", NULL };
	int fd = open(disk, O_RDWR | O_CLOEXEC), status;
	pid_t pid;

	shorten_outputs();
	if (fd < 0 || lseek(fd, JOB_SIZE, SEEK_SET) != JOB_SIZE) {
		printf("exitmeter: failed: open %s: %s\n", disk, strerror(errno));
		return;
	}
	pid = fork();
	if (!pid) {
		dup2(fd, 1);
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		printf("exitmeter: failed: write the results onto %s\n", disk);
	fsync(fd);
	close(fd);
}

void init_status(const char *key, const char *format, ...)
{
	FILE *f = fopen(STATUS_FILE, "a");
	va_list ap;

	if (!f)
		return;
	fprintf(f, "%s=", key);
	va_start(ap, format);
	vfprintf(f, format, ap);
	va_end(ap);
	fputc('\n', f);
	fclose(f);
}

void init_phase(const char *phase)
{
	double up = 0, idle = 0;
	FILE *f = fopen("/proc/uptime", "r");

	if (f) {
		if (fscanf(f, "%lf %lf", &up, &idle) != 2)
			up = 0;
		fclose(f);
	}
	printf("exitmeter: phase %s up %.2f idle %.2f\n", phase, up, idle);
	fflush(stdout);
}

void init_fail(const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	printf("exitmeter: failed: %s\n", text);
	fflush(stdout);
	init_status("error", "%s", text);
	init_on_fail();
}
