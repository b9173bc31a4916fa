// SPDX-License-Identifier: GPL-2.0
#include "run-lock.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/run-dir.h"

/* How long the cells of a run that was killed may take to end: a host gets its modules back. */
#define PATIENCE	300
#define TENTH		100000

/* Who has the lock, as it stands in the file. */
struct holder {
	int pid;
	char host[HOST_NAME_MAX + 1];
};

static void read_holder(const char *path, struct holder *h)
{
	FILE *f = fopen(path, "r");

	memset(h, 0, sizeof(*h));
	if (!f)
		return;
	if (fscanf(f, "%d %64s", &h->pid, h->host) != 2)
		h->pid = 0;
	fclose(f);
}

static bool is_here(const struct holder *h)
{
	char host[HOST_NAME_MAX + 1] = "";

	gethostname(host, sizeof(host) - 1);
	return !strcmp(host, h->host);
}

/* Nobody may have waited for it yet. */
static bool is_gone(int pid)
{
	char path[64], text[256], *after = NULL;
	FILE *f;

	if (kill(pid, 0))
		return errno == ESRCH;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (f && fgets(text, sizeof(text), f))
		after = strrchr(text, ')');
	if (f)
		fclose(f);
	return after && (after[2] == 'Z' || after[2] == 'X');
}

/* The process that is named is gone, and the keepers of its cells still have the lock. */
static bool is_ending(const struct holder *h)
{
	return h->pid && is_here(h) && is_gone(h->pid);
}

static int refuse(const struct run_lock *l)
{
	struct holder h;

	read_holder(l->path, &h);
	if (!h.pid)
		warnx("%s: another exitbench begins or ends there; try "
		      "again",
		      l->run);
	else
		warnx("%s: process %d%s%s measures into this folder; wait "
		      "for it, or take another one (-o)",
		      l->run, h.pid, is_here(&h) ? "" : " on ", is_here(&h) ? "" : h.host);
	return -1;
}

/* Is the file that was opened still the one of that name? The one before may have removed it. */
static bool is_still_there(const struct run_lock *l)
{
	struct stat opened, named;

	return !fstat(l->fd, &opened) && !stat(l->path, &named) &&
	       opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

/* Returns 0 with the lock, 1 if somebody has it, -1 with a message. */
static int try_lock(struct run_lock *l)
{
	for (;;) {
		l->fd = open(l->path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
		if (l->fd < 0) {
			warnx("%s: %s", l->path, strerror(errno));
			return -1;
		}
		if (!flock(l->fd, LOCK_EX | LOCK_NB)) {
			if (is_still_there(l))
				return 0;
		} else if (errno != EWOULDBLOCK && errno != EINTR) {
			warnx("lock %s: %s", l->path, strerror(errno));
			close(l->fd);
			return -1;
		} else if (errno == EWOULDBLOCK) {
			close(l->fd);
			return 1;
		}
		close(l->fd);
	}
}

static int wait_for_lock(struct run_lock *l)
{
	struct holder h;
	int tenths, r;

	for (tenths = 0; (r = try_lock(l)) == 1; tenths++) {
		read_holder(l->path, &h);
		if (tenths == PATIENCE || !is_ending(&h))
			return refuse(l);
		if (!tenths)
			warnx("%s: process %d was killed; its machines are "
			      "being ended",
			      l->run, h.pid);
		usleep(TENTH);
	}
	return r;
}

static int write_holder(const struct run_lock *l)
{
	struct holder h = { .pid = getpid() };

	gethostname(h.host, sizeof(h.host) - 1);
	if (!ftruncate(l->fd, 0) && dprintf(l->fd, "%d %s\n", h.pid, *h.host ? h.host : "-") > 0)
		return 0;
	warnx("write %s: %s", l->path, strerror(errno));
	return -1;
}

/* The work of a run that was cut off, and what it had not yet given its name. */
static void remove_stale(const char *run)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/work", run);
	run_dir_remove(path);
	run_dir_remove_temporary(run);
}

/* It must not hold a terminal, a pipe, or a folder. */
static void close_all_but(int kept)
{
	int max = sysconf(_SC_OPEN_MAX), fd;

	for (fd = 0; fd < max && fd < 4096; fd++)
		if (fd != kept)
			close(fd);
}

/* Does the lock come to be the guard's? Else the next run was faster, and cleans up. */
static bool lock_of_the_dead(struct run_lock *l)
{
	struct holder h;
	int tenths, r;

	for (tenths = 0; tenths < PATIENCE && (r = try_lock(l)) == 1; tenths++) {
		/* Who ends closes one file after the other, and is not gone yet. */
		read_holder(l->path, &h);
		if (h.pid && (h.pid != l->owner || !is_here(&h)))
			return false;
		usleep(TENTH);
	}
	return !r;
}

static void be_guard(struct run_lock *l, int alive) __attribute__((noreturn));

static void be_guard(struct run_lock *l, int alive)
{
	sigset_t all;
	char nothing;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	setsid();
	close_all_but(alive);
	/* Nobody writes: it ends when all are gone. */
	while (read(alive, &nothing, 1) > 0 || errno == EINTR)
		errno = 0;
	if (!access(l->path, F_OK) && lock_of_the_dead(l)) {
		remove_stale(l->run);
		unlink(l->path);
	}
	_exit(0);
}

/* Before there is a lock: from its first moment on it must not be left. */
static int start_guard(struct run_lock *l)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC)) {
		warnx("make a pipe: %s", strerror(errno));
		return -1;
	}
	l->guard = fork();
	if (!l->guard)
		be_guard(l, ends[0]);
	close(ends[0]);
	l->alive = ends[1];
	if (l->guard > 0)
		return 0;
	warnx("start a process: %s", strerror(errno));
	close(l->alive);
	return -1;
}

static void end_guard(struct run_lock *l)
{
	kill(l->guard, SIGKILL);
	waitpid(l->guard, NULL, 0);
	close(l->alive);
}

int run_lock_take(struct run_lock *l, const char *run)
{
	memset(l, 0, sizeof(*l));
	l->run = run;
	l->owner = getpid();
	snprintf(l->path, sizeof(l->path), "%s/lock", run);
	if (start_guard(l))
		return -1;
	if (wait_for_lock(l)) {
		end_guard(l);
		return -1;
	}
	if (!write_holder(l)) {
		remove_stale(run);
		return 0;
	}
	end_guard(l);
	unlink(l->path);
	close(l->fd);
	return -1;
}

void run_lock_release(struct run_lock *l, int keep_work)
{
	char work[PATH_MAX];

	if (!keep_work)
		remove_stale(l->run);
	snprintf(work, sizeof(work), "%s/work", l->run);
	if (!keep_work && !access(work, F_OK)) {
		/* Perhaps the guard can. */
		run_lock_leave(l);
		return;
	}
	end_guard(l);
	unlink(l->path);
	close(l->fd);
}

void run_lock_leave(struct run_lock *l)
{
	close(l->fd);
	close(l->alive);
}
