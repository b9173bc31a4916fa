// SPDX-License-Identifier: GPL-2.0
#include "running.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exitbench/collect/collect.h"
#include "exitbench/collect/exchange.h"
#include "exitbench/collect/sign.h"
#include "exitbench/launch/extra-disk.h"
#include "hand-over.h"
#include "progress.h"
#include "util/clock.h"
#include "util/name.h"
#include "record/run-dir.h"
#include "exitbench/collect/stall.h"
#include "exitbench/collect/symptom.h"

#define CONSOLE		"console.log"
#define PHASE_MARK	"exitmeter: phase "
/* Before L1's first process tells of another one. */
#define PHASE_START	"start"

static int link_image(const char *image, const char *work, char absolute[PATH_MAX])
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/" PLATFORM_IMAGE, work);
	if (realpath(image, absolute) && !symlink(absolute, path))
		return 0;
	warnx("link %s to %s: %s", path, image, strerror(errno));
	return -1;
}

/* What the machine finds beside the image: the job, and what the cell brings. */
static int make_disks(const struct cell *cell, const char *work)
{
	char exchange[PATH_MAX + 16], disk[PATH_MAX + 16];
	struct job job, first;

	cell_job(cell, &job);
	snprintf(exchange, sizeof(exchange), "%s/exchange.img", work);
	snprintf(disk, sizeof(disk), "%s/" EXTRA_DISK_PAYLOAD, work);
	if (cell->workload->payload && payload_write_disk(cell->workload->payload, disk, work))
		return -1;
	if (!cell->workload->payload || cell->platform->in_folder)
		return exchange_create(exchange, &job, NULL);
	hand_over_job(&first, &job);
	return exchange_create(exchange, &first, &job);
}

int running_start(struct running *r, const struct cell *cell, const char *run,
		  const char *image)
{
	char absolute[PATH_MAX];

	memset(r, 0, sizeof(*r));
	strcpy(r->phase, PHASE_START);
	r->boots = 1;
	r->started = clock_seconds();
	r->date = time(NULL);
	if (run_dir_new_work(run, cell->id, r->work))
		return -1;
	if (make_disks(cell, r->work) || link_image(image, r->work, absolute))
		return -1;
	r->pid = cell->platform->start(cell, absolute, r->work);
	if (r->pid <= 0)
		return -1;
	r->cell = cell;
	return 0;
}

/* A phase is a word; a machine may write whatever it likes. */
static void take_phase(struct running *r, const char *line)
{
	char phase[sizeof(r->phase)];

	if (sscanf(line, "%31s", phase) == 1 && name_is_good(phase))
		strcpy(r->phase, phase);
}

/* What has come to the console since the last look, whole lines only. */
static void follow_console(struct running *r)
{
	char path[PATH_MAX + 16], text[8192], *at;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/" CONSOLE, r->work);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	while ((n = pread(fd, text, sizeof(text) - 1, r->read)) > 0) {
		char *end = memrchr(text, '\n', n);

		/* A line that does not end here is looked at once it does, or is no line. */
		if (!end && n < (ssize_t)sizeof(text) - 1)
			break;
		n = end ? end + 1 - text : n;
		r->read += n;
		text[n - 1] = '\0';
		for (at = memmem(text, n, PHASE_MARK, strlen(PHASE_MARK)); at;
		     at = memmem(at, text + n - at, PHASE_MARK, strlen(PHASE_MARK))) {
			at += strlen(PHASE_MARK);
			take_phase(r, at);
		}
	}
	close(fd);
}

/* The keeper's only child. */
static pid_t emulator_of(pid_t keeper)
{
	char path[64];
	int pid = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", keeper, keeper);
	f = fopen(path, "r");
	if (f && fscanf(f, "%d", &pid) != 1)
		pid = 0;
	if (f)
		fclose(f);
	return pid;
}

/* Does it still do anything? */
static void look_at_emulator(struct running *r)
{
	unsigned long long user, kernel;
	char path[64], text[512], *after;
	double now = clock_seconds();
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", emulator_of(r->pid));
	f = fopen(path, "r");
	if (!f)
		return;
	after = fgets(text, sizeof(text), f) ? strrchr(text, ')') : NULL;
	fclose(f);
	/* Behind the name: state, ten numbers, and the two times. */
	if (!after || sscanf(after + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
			     &r->state, &user, &kernel) != 3)
		return;
	if (user + kernel != r->cpu_time || !r->busy)
		r->busy = now;
	r->cpu_time = user + kernel;
}

bool running_poll(struct running *r)
{
	follow_console(r);
	if (!r->timed_out)
		look_at_emulator(r);
	if (!r->timed_out && clock_seconds() - r->started > r->cell->workload->timeout) {
		r->timed_out = true;
		kill(r->pid, SIGTERM);
	}
	return waitpid(r->pid, &r->status, WNOHANG) == r->pid;
}

void running_end(struct running *r)
{
	kill(r->pid, SIGTERM);
}

bool running_wait(struct running *r)
{
	if (waitpid(r->pid, &r->status, 0) != r->pid && errno == EINTR)
		return false;
	r->cell = NULL;
	return true;
}

static void keep_log(const struct running *r, const char *name, const char *logs)
{
	char from[PATH_MAX + 32], to[PATH_MAX + 32];

	snprintf(from, sizeof(from), "%s/%s", r->work, name);
	snprintf(to, sizeof(to), "%s/%s", logs, name);
	rename(from, to);
}

struct record *running_record(struct running *r, const char *run, json_t *identity, int jobs)
{
	struct collect_how collected = {
		.identity = identity,
		.started = r->date,
		.seconds = clock_seconds() - r->started,
		.jobs = jobs,
		.boots = r->boots,
		.timed_out = r->timed_out,
	};
	struct cell_end end = {
		.phase = r->phase,
		.status = r->status,
		.timed_out = r->timed_out,
		.state = r->state,
		.idle = r->busy ? clock_seconds() - r->busy : 0,
		.never_idle = r->cell->platform->never_idle,
	};
	char logs[PATH_MAX], exchange[PATH_MAX + 16], how[600], text[700];
	const char *symptom;
	struct record *record;
	int files;

	if (run_dir_new_logs(run, r->cell->id, logs))
		return NULL;
	snprintf(exchange, sizeof(exchange), "%s/exchange.img", r->work);
	files = exchange_unpack(exchange, logs);
	if (files == EXCHANGE_NO_ROOM)
		return NULL;
	keep_log(r, CONSOLE, logs);
	keep_log(r, "emulator.log", logs);

	end.logs = logs;
	end.results = files > 0;
	end.damaged = files < 0;
	symptom = symptom_find(&end, how, sizeof(how));
	if (r->timed_out) {
		snprintf(text, sizeof(text), "not done after %ld s: %s",
			 r->cell->workload->timeout, how);
		collected.error = text;
	} else if (symptom) {
		collected.error = how;
	}
	record = collect(r->cell, logs, &collected);
	if (symptom)
		record->end = symptom_json(&end, symptom);
	return record;
}

const char *running_spoilt(const struct running *r, const char *run)
{
	char logs[PATH_MAX], text[256];
	const struct sign *flaw;

	if (r->boots >= r->cell->platform->max_tries)
		return NULL;
	/* A CPU that waits for a timer that was lost waits for ever. */
	if (r->timed_out)
		return "it hung";
	if (!strcmp(r->phase, PHASE_START))
		return "L1 did not boot";
	run_dir_logs(run, r->cell->id, logs);
	if (stall_find(logs, atol(r->cell->settings[SETTING_vcpus]), text, sizeof(text)))
		return "a timer of L2 was lost";
	flaw = sign_find(logs, SIGN_FLAW, NULL, 0);
	return flaw ? flaw->meaning : NULL;
}

int running_again(struct running *r, const char *run, const char *image)
{
	struct running again;

	if (running_start(&again, r->cell, run, image))
		return -1;
	again.boots += r->boots;
	*r = again;
	return 0;
}
