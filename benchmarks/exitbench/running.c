// SPDX-License-Identifier: GPL-2.0
#include "running.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exchange.h"
#include "flaw.h"
#include "progress.h"
#include "record/run-dir.h"
#include "stall.h"

#define CONSOLE		"console.log"
#define PHASE_MARK	"exitmeter: phase "
/* Before L1's first process tells of another one. */
#define PHASE_START	"start"

int running_start(struct running *r, const struct cell *cell, const char *run,
		  const char *image)
{
	char exchange[PATH_MAX + 16];
	struct job job;

	memset(r, 0, sizeof(*r));
	strcpy(r->phase, PHASE_START);
	r->boots = 1;
	r->started = progress_now();
	r->date = time(NULL);
	if (run_dir_new_work(run, cell->id, r->work))
		return -1;
	cell_job(cell, &job);
	snprintf(exchange, sizeof(exchange), "%s/exchange.img", r->work);
	if (exchange_create(exchange, &job))
		return -1;
	r->pid = cell->platform->start(cell, image, r->work);
	if (r->pid < 0)
		return -1;
	r->cell = cell;
	return 0;
}

static void follow_console(struct running *r)
{
	char path[PATH_MAX + 16], text[4096], *at, *next;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/" CONSOLE, r->work);
	f = fopen(path, "r");
	if (!f)
		return;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	for (at = strstr(text, PHASE_MARK); at; at = next) {
		next = strstr(at + 1, PHASE_MARK);
		sscanf(at + strlen(PHASE_MARK), "%31s", r->phase);
	}
}

bool running_poll(struct running *r)
{
	int status;

	follow_console(r);
	if (!r->timed_out && progress_now() - r->started > r->cell->workload->timeout) {
		r->timed_out = true;
		kill(-r->pid, r->cell->platform->end_signal);
	}
	/* Bochs ends with a failure when the machine is switched off: no matter. */
	return waitpid(r->pid, &status, WNOHANG) == r->pid;
}

void running_kill(struct running *r)
{
	kill(-r->pid, r->cell->platform->end_signal);
	waitpid(r->pid, NULL, 0);
	r->cell = NULL;
}

static void keep_log(const struct running *r, const char *name, const char *logs)
{
	char from[PATH_MAX + 32], to[PATH_MAX + 32];

	snprintf(from, sizeof(from), "%s/%s", r->work, name);
	snprintf(to, sizeof(to), "%s/%s", logs, name);
	rename(from, to);
}

/* The last thing that L1 or L2 said of a failure, for when nothing came out. */
static bool console_error(const char *logs, char *text, size_t size)
{
	static const char mark[] = "exitmeter: failed: ";
	char path[PATH_MAX + 16], line[512];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/" CONSOLE, logs);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		char *at = strstr(line, mark);

		if (!at)
			at = strstr(line, "Kernel panic");
		if (!at)
			continue;
		at[strcspn(at, "\r\n")] = '\0';
		snprintf(text, size, "%s", at);
		found = true;
	}
	if (f)
		fclose(f);
	return found;
}

json_t *running_record(struct running *r, const char *run, json_t *identity, int jobs)
{
	struct record_host host = {
		.started = r->date,
		.seconds = progress_now() - r->started,
		.jobs = jobs,
		.boots = r->boots,
	};
	char logs[PATH_MAX], exchange[PATH_MAX + 16], text[512];
	const char *error = NULL;
	int files;

	if (run_dir_new_logs(run, r->cell->id, logs))
		return NULL;
	snprintf(exchange, sizeof(exchange), "%s/exchange.img", r->work);
	files = exchange_unpack(exchange, logs);
	keep_log(r, CONSOLE, logs);
	keep_log(r, "emulator.log", logs);

	if (r->timed_out) {
		snprintf(text, sizeof(text), "not done after %ld s, in phase \"%s\"",
			 r->cell->workload->timeout, r->phase);
		error = text;
	} else if (files <= 0) {
		if (!console_error(logs, text, sizeof(text)))
			snprintf(text, sizeof(text), "the machine ended in phase \"%s\" and wrote "
				 "no results; see its console.log and emulator.log", r->phase);
		error = text;
	}
	return record_build(r->cell, identity, logs, &host, error, r->timed_out);
}

const char *running_spoilt(const struct running *r, const char *run)
{
	char logs[PATH_MAX], text[256];

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
	return flaw_find(logs);
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
