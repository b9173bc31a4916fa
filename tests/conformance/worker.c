// SPDX-License-Identifier: GPL-2.0
#include "worker.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

/* For the first piece of work; an emulator may have to wait for its CPU. */
#define START_NS (60 * 1000000000ll)

int64_t clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

void sleep_ms(unsigned int ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000l };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

unsigned int cpus_online(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN);
}

void pin(int cpu)
{
	cpu_set_t set;
	int i;

	CPU_ZERO(&set);
	for (i = 0; i < CPU_SETSIZE; i++)
		if (cpu == ANY_CPU || cpu == i)
			CPU_SET(i, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("run on CPU %d: %s", cpu, strerror(errno));
}

static void work_until_stopped(struct shared *shared, int cpu, void (*work)(struct shared *shared))
{
	pin(cpu);
	while (!shared->stop) {
		work(shared);
		shared->done++;
	}
	shared->failed = check_failing();
	_exit(0);
}

void worker_start(struct worker *w, int cpu, void (*work)(struct shared *shared))
{
	int64_t end = clock_ns() + START_NS;

	w->pid = -1;
	w->shared = mmap(NULL, sizeof(*w->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w->shared != MAP_FAILED)
		w->pid = fork();
	if (!w->pid)
		work_until_stopped(w->shared, cpu, work);
	if (w->pid < 0) {
		fail("start a second process: %s", strerror(errno));
		return;
	}
	while (!w->shared->done) {
		if (clock_ns() > end) {
			fail("the process on CPU %d gets nothing done", cpu);
			return;
		}
		sched_yield();
	}
}

uint64_t worker_stop(struct worker *w)
{
	uint64_t done;

	if (w->shared == MAP_FAILED)
		return 0;
	if (w->pid > 0) {
		w->shared->stop = true;
		while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	want_that(!w->shared->failed, "what the other process read is wrong");
	done = w->shared->done;
	munmap(w->shared, sizeof(*w->shared));
	return done;
}
