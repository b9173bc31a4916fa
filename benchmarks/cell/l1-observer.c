// SPDX-License-Identifier: GPL-2.0
#include "l1-observer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <tracefs.h>
#include <unistd.h>

#include "init.h"

#define HIST_TRIGGER	"hist:keys=exit_reason:size=4096"
#define HIST_OUT	INIT_OUT "/tracepoint.hist"
#define LOG		INIT_OUT "/observer.log"
#define TRACE		CELL_PLACE "run/observer.data"
#define TRACING		"/sys/kernel/tracing"
#define TENTH		100000
#define READY_TENTHS	600

/* KVM's own tracepoint, counted by reason in the kernel. */
static void hist_begin(void)
{
	/* A host has it mounted. */
	if (access(TRACING "/events", F_OK))
		init_mount("tracefs", TRACING, NULL);
	if (tracefs_event_file_write(NULL, "kvm", "kvm_exit", "trigger", HIST_TRIGGER) < 0)
		init_fail("set the trigger %s on kvm:kvm_exit: %s", HIST_TRIGGER, strerror(errno));
}

static void hist_end(void)
{
	char *text = tracefs_event_file_read(NULL, "kvm", "kvm_exit", "hist", NULL);
	FILE *f = fopen(HIST_OUT, "w");

	if (!text || !f || fputs(text, f) < 0 || fclose(f))
		init_fail("save the histogram of kvm:kvm_exit: %s", strerror(errno));
	free(text);
	observer_clear();
}

void observer_clear(void)
{
	char *set;

	if (!tracefs_event_file_exists(NULL, "kvm", "kvm_exit", "trigger"))
		return;
	set = tracefs_event_file_read(NULL, "kvm", "kvm_exit", "trigger", NULL);
	if (set && strstr(set, "hist:"))
		tracefs_event_file_write(NULL, "kvm", "kvm_exit", "trigger", "!" HIST_TRIGGER);
	free(set);
}

/* A program that watches from a process of its own. */
static pid_t watcher;

static bool has_begun(const char *path)
{
	struct stat st;

	return !stat(path, &st) && st.st_size > 0;
}

/* Wait until @path has something in it, which the watcher writes once it watches. */
static void start_watcher(char *const argv[], const char *path)
{
	int i;

	watcher = init_spawn(argv, NULL, 0, LOG);
	for (i = 0; i < READY_TENTHS && !has_begun(path); i++) {
		if (waitpid(watcher, NULL, WNOHANG) == watcher)
			init_fail("%s ended before it began; see observer.log", argv[0]);
		usleep(TENTH);
	}
	if (i == READY_TENTHS)
		init_fail("%s did not begin; see observer.log", argv[0]);
	/* What begins the file comes just before the start. */
	usleep(5 * TENTH);
}

static void stop_watcher(void)
{
	int status;

	if (kill(watcher, SIGINT) || waitpid(watcher, &status, 0) != watcher)
		init_fail("stop the observer: %s", strerror(errno));
}

/* The tool that most people use, as they use it. */
static void perf_begin(pid_t vmm)
{
	char pid[16];
	char *const argv[] = { "/usr/bin/perf", "kvm", "stat", "record", "-p", pid,
			       "-o", TRACE, NULL };

	snprintf(pid, sizeof(pid), "%d", vmm);
	start_watcher(argv, TRACE);
}

static void perf_end(void)
{
	struct stat st;

	stop_watcher();
	if (stat(TRACE, &st))
		init_fail("%s: %s", TRACE, strerror(errno));
	init_status("observer_bytes", "%lld", (long long)st.st_size);
}

/* A BPF program on the tracepoint: counts by reason, in the kernel. */
static void bpf_begin(pid_t vmm)
{
	char *const argv[] = { "/usr/bin/exit-count", NULL };

	(void)vmm;
	start_watcher(argv, LOG);
}

static const struct observer observers[] = {
	{ .name = SETTING_OBSERVER_NONE },
	{ .name = SETTING_OBSERVER_HIST, .vm_begin = hist_begin, .vm_end = hist_end },
	{ .name = SETTING_OBSERVER_PERF, .work_begin = perf_begin, .work_end = perf_end },
	{ .name = SETTING_OBSERVER_BPF, .work_begin = bpf_begin, .work_end = stop_watcher },
};

const struct observer *observer_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(observers) / sizeof(observers[0]); i++)
		if (!strcmp(observers[i].name, name))
			return &observers[i];
	init_fail("job: observer=%s is not known", name);
}
