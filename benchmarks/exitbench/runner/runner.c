// SPDX-License-Identifier: GPL-2.0
#include "runner.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exitbench/collect/collect.h"
#include "exitbench/launch/detach.h"
#include "exitbench/collect/identity.h"
#include "progress.h"
#include "util/clock.h"
#include "util/memory.h"
#include "record/run-dir.h"
#include "record/run-json.h"
#include "run-lock.h"
#include "running.h"
#include "exitbench/launch/extra-disk.h"

#define POLL_MS		250

/* The first signal that asks to end, and how many there were. */
static volatile sig_atomic_t interrupted, interruptions;

static void interrupt(int sig)
{
	if (!interruptions++)
		interrupted = sig;
}

struct runner {
	const struct matrix *matrix;
	const struct runner_options *options;
	json_t *identity;
	struct running *slots;
	bool *skipped;
	size_t next;
	int failed;
	int error;
};

static json_t *load_identity(const char *image)
{
	char path[PATH_MAX];
	json_error_t error;
	json_t *identity;

	snprintf(path, sizeof(path), "%s/identity.json", image);
	if (access(path, R_OK)) {
		warnx("no image in %s: %s: %s; 'make image' builds one in build/image, --image "
		      "names one elsewhere", image, path, strerror(errno));
		return NULL;
	}
	identity = json_load_file(path, 0, &error);
	if (!identity)
		warnx("%s: %s; 'make image' builds the image anew", path, error.text);
	return identity;
}

/* Images from before November 2026 do not tell; NULL then. */
static json_t *load_packages(const char *image)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/packages.json", image);
	return json_load_file(path, 0, NULL);
}

/* NULL with a message on stderr if the image lacks what the cell runs. */
static json_t *cell_identity(const struct runner *r, const struct cell *cell)
{
	json_t *identity = json_copy(r->identity);
	const json_t *emulators = json_object_get(r->identity, "emulators");

	/* Of all that the image can run under, the one that it does. */
	json_object_set(identity, "emulator", json_object_get(emulators, cell->platform->name));
	if (cell->cpu)
		json_object_set_new(identity, "cpu_model", json_string(cell->cpu->model));
	json_object_del(identity, "emulators");
	if (platform_is_native(cell->platform))
		identity_add_machine(identity, cell->platform);
	if (extra_disk_identify(identity, cell, r->options->image)) {
		json_decref(identity);
		return NULL;
	}
	return identity;
}

json_t *runner_identity(const struct cell *cell, const char *image)
{
	const struct runner_options options = { .image = image };
	struct runner r = { .options = &options, .identity = load_identity(image) };
	json_t *identity = r.identity ? cell_identity(&r, cell) : NULL;

	json_decref(r.identity);
	return identity;
}

/* Is everything there that the cells are to run? */
static bool can_identify(const struct runner *r)
{
	json_t *identity;
	size_t i;

	for (i = 0; i < r->matrix->nr_cells; i++) {
		identity = cell_identity(r, &r->matrix->cells[i]);
		if (!identity)
			return false;
		json_decref(identity);
	}
	return true;
}

static bool is_kept(const struct runner *r, const struct cell *cell)
{
	json_t *identity = cell_identity(r, cell);
	char path[PATH_MAX];
	bool kept;

	run_dir_record(r->options->run, cell->id, path);
	kept = identity && !r->options->again && collect_is_kept(path, cell, identity);
	json_decref(identity);
	return kept;
}

/* A folder in its place can't be replaced: found out before the cell is run. */
static bool is_blocked(struct runner *r, const struct cell *cell)
{
	char path[PATH_MAX];
	struct stat st;

	run_dir_record(r->options->run, cell->id, path);
	if (lstat(path, &st) || !S_ISDIR(st.st_mode))
		return false;
	warnx("%s: a folder is where the record goes: the cell is not run; move it away", path);
	r->failed++;
	return true;
}

/* Write the record of a cell that has ended, and say how it went. */
static void keep_record(struct runner *r, const struct running *slot, struct record *record)
{
	const char *id = slot->cell->id, *run = r->options->run;
	double seconds = clock_seconds() - slot->started;
	char path[PATH_MAX];

	run_dir_record(run, id, path);
	if (record_write(record, path)) {
		r->error = -1;
	} else if (!record_is_good(record)) {
		r->failed++;
		progress_done(seconds, "%s: %s: %s (see %s/logs/%s)", id, record->status,
			      record->error, run, id);
	} else {
		progress_done(seconds, "%s: %s", id, record->status);
	}
}

/* Returns whether the cell runs once more. */
static bool try_again(struct runner *r, struct running *slot)
{
	const char *why = running_spoilt(slot, r->options->run);

	if (!why)
		return false;
	if (running_again(slot, r->options->run, r->options->image)) {
		r->error = -1;
		return false;
	}
	progress_line("%s: %s, which is the emulator's fault: try %d", slot->cell->id, why,
		      slot->boots);
	return true;
}

static void finish_cell(struct runner *r, struct running *slot)
{
	const struct runner_options *o = r->options;
	json_t *identity = cell_identity(r, slot->cell);
	struct record *record;
	bool again = false;

	record = running_record(slot, o->run, identity, o->jobs);
	json_decref(identity);
	if (record)
		record->host.node = o->node;
	if (record && !record_is_good(record))
		again = try_again(r, slot);
	if (!record)
		r->error = -1;
	else if (!again)
		keep_record(r, slot, record);
	if (record)
		record_free(record);
	if (again)
		return;
	if (!o->keep_work)
		run_dir_remove(slot->work);
	slot->cell = NULL;
}

/* The next cell that is to be run; NULL at the end. */
static const struct cell *next_cell(struct runner *r)
{
	while (r->next < r->matrix->nr_cells && r->skipped[r->next])
		r->next++;
	return r->next < r->matrix->nr_cells ? &r->matrix->cells[r->next++] : NULL;
}

static void show(const struct runner *r)
{
	struct progress_cell cells[r->options->jobs];
	size_t nr = 0;
	int i;

	for (i = 0; i < r->options->jobs; i++)
		if (r->slots[i].cell)
			cells[nr++] = (struct progress_cell) { r->slots[i].cell->id,
				r->slots[i].phase, r->slots[i].started };
	progress_show(cells, nr);
}

/* Returns the number of cells that run. */
static int turn(struct runner *r)
{
	const struct cell *cell;
	int i, running = 0;

	for (i = 0; i < r->options->jobs; i++) {
		struct running *slot = &r->slots[i];

		if (slot->cell && running_poll(slot))
			finish_cell(r, slot);
		if (!slot->cell && !r->error) {
			cell = next_cell(r);
			if (cell && running_start(slot, cell, r->options->run, r->options->image))
				r->error = -1;
		}
		running += !!slot->cell;
	}
	return running;
}

/* The keepers of the cells are asked first and waited for then: they end at the same time. */
static void end_cells(struct runner *r)
{
	int i;

	for (i = 0; i < r->options->jobs; i++)
		if (r->slots[i].cell)
			running_end(&r->slots[i]);
	for (i = 0; i < r->options->jobs; i++)
		while (r->slots[i].cell && interruptions < 2 && !running_wait(&r->slots[i]))
			;
}

static void loop(struct runner *r)
{
	while (!interrupted && turn(r)) {
		show(r);
		poll(NULL, 0, POLL_MS);
	}
	progress_show(NULL, 0);
	end_cells(r);
}

/* What whoever started it wants ignored is ignored, as by nohup. */
static void catch_signals(void)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction act = { .sa_handler = interrupt }, before;
	sigset_t none;
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (!sigaction(ends[i], NULL, &before) && before.sa_handler != SIG_IGN)
			sigaction(ends[i], &act, NULL);
	/* Neither may be inherited, or no end of a cell would be noticed. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* A run goes on when nobody reads what it says. */
	signal(SIGPIPE, SIG_IGN);
}

static void run_cells(struct runner *r)
{
	const struct runner_options *o = r->options;
	double begun = clock_seconds();
	struct run_json run = {
		.folder = o->run, .matrix = r->matrix->name, .jobs = o->jobs,
		.image = json_string_value(json_object_get(r->identity, "image")),
		.packages = load_packages(o->image),
	};
	const char **ids = memory_zalloc((r->matrix->nr_cells + 1) * sizeof(*ids));
	size_t i, kept = 0, blocked = 0;

	for (i = 0; i < r->matrix->nr_cells && !interrupted; i++) {
		if (is_blocked(r, &r->matrix->cells[i]))
			blocked += r->skipped[i] = true;
		else
			kept += r->skipped[i] = is_kept(r, &r->matrix->cells[i]);
	}
	progress_line("cells: %zu, of them %zu measured before and kept; %d at a time, into %s",
		      r->matrix->nr_cells, kept, o->jobs, o->run);
	progress_begin(r->matrix->nr_cells, kept + blocked, o->jobs);
	/* Written first as well, so that a run that is cut off can be read. */
	for (i = 0; i < r->matrix->nr_cells; i++)
		ids[i] = r->matrix->cells[i].id;
	run.ids = ids;
	run.nr = r->matrix->nr_cells;
	run_json_begin(&run);
	r->error = run_json_write(&run, 0);
	if (!r->error)
		loop(r);
	if (!r->error)
		r->error = run_json_write(&run, kept || blocked || interrupted ? 0 :
						clock_seconds() - begun);
	run_json_end(&run);
	json_decref(run.packages);
	free(ids);
}

static int run_locked(struct runner *r)
{
	const struct runner_options *o = r->options;
	struct run_lock lock;

	if (run_lock_take(&lock, o->run))
		return -1;
	if (run_dir_make_parts(o->run))
		r->error = -1;
	else
		run_cells(r);
	if (interruptions > 1) {
		run_lock_leave(&lock);
		return 0;
	}
	run_lock_release(&lock, o->keep_work);
	/* Only if a keeper was killed has it left anything. */
	detach_reap();
	return 0;
}

int runner_run(const struct matrix *m, const struct runner_options *o)
{
	struct runner r = { .matrix = m, .options = o };
	int err;

	r.identity = load_identity(o->image);
	if (!r.identity || !can_identify(&r) || run_dir_make(o->run)) {
		json_decref(r.identity);
		return -1;
	}
	catch_signals();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	r.slots = memory_zalloc(o->jobs * sizeof(*r.slots));
	r.skipped = memory_zalloc((m->nr_cells + 1) * sizeof(*r.skipped));
	err = run_locked(&r);
	free(r.skipped);
	free(r.slots);
	json_decref(r.identity);
	if (interrupted) {
		warnx("ended by signal %d (%s); the cells that were done are "
		      "kept, the same command without --again goes on from there",
		      interrupted, strsignal(interrupted));
		return -interrupted - RUNNER_SIGNALLED;
	}
	return err || r.error ? -1 : r.failed;
}
