// SPDX-License-Identifier: GPL-2.0
#include "l1-sampler.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init.h"
#include "kvm-stats.h"
#include "l1-samples.h"
#include "util/clock.h"

#define TABLE	"vcpu0/exitmeter"
#define OUT	INIT_OUT "/timeline"
#define LOG	INIT_OUT "/sampler.log"
#define MS	1000000ll

/**
 * struct sampler - of the sampler's own process
 * @vmm: whose VM it is
 * @table: of the vCPU's ledger; below 0 until there is one
 * @interval: ns between two samples
 * @late: times at which there should have been a sample, and was none
 * @samples: so far
 */
static struct sampler {
	pid_t vmm;
	int table;
	int64_t interval;
	unsigned int late;
	struct samples samples;
} sampler;

/* In the sampler's process init_fail() would end L1. */
static void give_up(const char *what) __attribute__((noreturn));

static void give_up(const char *what)
{
	FILE *f = fopen(LOG, "w");

	if (f) {
		fprintf(f, "sampler: %s: %s\n", what, strerror(errno));
		fclose(f);
	}
	_exit(1);
}

/* The table stays open: to look at it again is one system call. */
static bool open_table(void)
{
	char dir[PATH_MAX], path[PATH_MAX + sizeof(TABLE)];

	if (sampler.table >= 0)
		return true;
	if (!kvm_stats_find(sampler.vmm, dir, sizeof(dir)))
		return false;
	snprintf(path, sizeof(path), "%s/" TABLE, dir);
	sampler.table = open(path, O_RDONLY | O_CLOEXEC);
	return sampler.table >= 0;
}

static void look(void)
{
	struct sample *s;
	ssize_t n;

	if (!open_table())
		return;
	s = samples_next(&sampler.samples);
	n = pread(sampler.table, s->text, SAMPLES_TEXT, 0);
	/* A vCPU that could not be caught between two exits. */
	if (n < 0 && errno == EAGAIN)
		return;
	if (n == SAMPLES_TEXT)
		errno = EFBIG;
	if (n <= 0 || n == SAMPLES_TEXT)
		give_up("read a table of the ledger");
	s->length = n;
	samples_add(&sampler.samples);
}

static void write_samples(void)
{
	int64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	const struct samples *s = &sampler.samples;
	FILE *f = fopen(OUT, "w");
	bool good = f;
	size_t i;

	if (!s->nr) {
		errno = ENOENT;
		give_up("the vCPU's ledger in debugfs");
	}
	good = good && fprintf(f, "interval_ns %lld\nthinned %u\nlate %u\ncpu_ns %lld\n",
			       (long long)sampler.interval, s->thinned, sampler.late,
			       (long long)cpu) > 0;
	for (i = 0; good && i < s->nr; i++)
		good = fputs("sample\n", f) >= 0 &&
		       fwrite(s->slot[i]->text, 1, s->slot[i]->length, f) == s->slot[i]->length;
	if (!good || fclose(f))
		give_up("write " OUT);
}

/* Until the next sample is due; returns false when it is time to finish. */
static bool wait_until(int64_t due, const sigset_t *end)
{
	int64_t left = due - clock_ns(CLOCK_MONOTONIC);
	struct timespec t = { 0 };

	if (left > 0)
		t = (struct timespec) { left / NS_PER_S, left % NS_PER_S };
	return sigtimedwait(end, NULL, &t) != SIGTERM;
}

static void sample(const sigset_t *end) __attribute__((noreturn));

static void sample(const sigset_t *end)
{
	/* On time, whatever the VMM does. */
	const struct sched_param first = { .sched_priority = 1 };
	int64_t due = clock_ns(CLOCK_MONOTONIC);
	unsigned int thinned = 0;

	if (sched_setscheduler(0, SCHED_FIFO, &first))
		give_up("become a real-time process");
	for (;;) {
		due += sampler.interval;
		if (!wait_until(due, end))
			break;
		look();
		for (; clock_ns(CLOCK_MONOTONIC) > due + sampler.interval; sampler.late++)
			due += sampler.interval;
		if (thinned != sampler.samples.thinned)
			sampler.interval *= 2;
		thinned = sampler.samples.thinned;
	}
	look();
	write_samples();
	_exit(0);
}

pid_t sampler_start(const struct job *job, pid_t vmm)
{
	sigset_t end;
	pid_t pid;

	if (!strcmp(job->timeline, SETTING_OFF))
		return 0;
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	pid = fork();
	if (pid < 0)
		init_fail("fork the sampler: %s", strerror(errno));
	if (pid)
		return pid;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigprocmask(SIG_BLOCK, &end, NULL);
	sampler.vmm = vmm;
	sampler.table = -1;
	sampler.interval = atol(job->timeline) * MS;
	samples_init(&sampler.samples);
	sample(&end);
}

void sampler_finish(pid_t pid)
{
	int status;

	if (!pid)
		return;
	if (kill(pid, SIGTERM) || waitpid(pid, &status, 0) != pid || status)
		init_fail("the sampler of the timeline failed; see sampler.log");
}

void sampler_drop(pid_t pid)
{
	int status;

	if (!pid)
		return;
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}
