// SPDX-License-Identifier: GPL-2.0
#include "collect.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cell/wait-status.h"
#include "host-window.h"
#include "ledger/mode.h"
#include "ledger/window/window-json.h"
#include "log-file.h"
#include "sign.h"
#include "exitbench/platform/platform.h"
#include "util/memory.h"
#include "util/name.h"
#include "util/text.h"
#include "stall.h"
#include "status.h"

/**
 * struct collector
 * @logs: folder of the cell
 * @error: of the first file that can't be read; empty if there is none
 */
struct collector {
	struct record *r;
	const struct cell *cell;
	const char *logs;
	char error[512];
};

/* --- files ------------------------------------------------------------------------------- */

static FILE *open_file(const struct collector *c, const char *name)
{
	return log_file_open(c->logs, name);
}

static char *read_text(const struct collector *c, const char *name)
{
	FILE *f = open_file(c, name);
	char *text = f ? text_read(f) : NULL;

	if (f)
		fclose(f);
	return text;
}

static void complain(struct collector *c, const char *name, const char *why)
{
	if (!*c->error)
		snprintf(c->error, sizeof(c->error), "%s can't be read: %s", name, why);
}

static bool read_window(struct collector *c, struct window *w, const char *name)
{
	FILE *f = open_file(c, name);
	json_error_t json_error;
	char error[256];
	json_t *json;
	int err;

	if (!f)
		return false;
	json = json_loadf(f, JSON_REJECT_DUPLICATES, &json_error);
	fclose(f);
	if (!json) {
		complain(c, name, json_error.text);
		return false;
	}
	err = window_from_json(w, json, error, sizeof(error));
	json_decref(json);
	if (err)
		complain(c, name, error);
	return !err;
}

/* --- a workload's points ------------------------------------------------------------------ */

/* Reads "N WHAT"; -1 if that is not what it is. */
static int64_t read_operations(const char *text, char **what)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text || number < 0 || !value_in_range(number) || *end != ' ')
		return -1;
	end++;
	*what = memory_printf("%.*s", (int)strcspn(end, "\n"), end);
	return number;
}

int64_t collect_operations(const char *output, char **what)
{
	static const char key[] = "operations ";
	const char *line = output;
	int64_t number = -1;

	*what = NULL;
	for (; line && *line; line = strchr(line, '\n'), line += !!line) {
		if (strncmp(line, key, strlen(key)))
			continue;
		if (!*what)
			number = read_operations(line + strlen(key), what);
		else
			number = -1;
		if (number < 0)
			break;
	}
	if (number < 0) {
		free(*what);
		*what = NULL;
	}
	return number;
}

static void read_point(struct collector *c, const char *point, int number)
{
	struct record_point *p = record_add_points(c->r, 1);
	char name[64], *what, *output;
	int64_t operations;

	snprintf(name, sizeof(name), "l2/command.%d.out", number);
	output = read_text(c, name);
	operations = collect_operations(output, &what);
	p->name = record_keep(c->r, memory_printf("%s", point));
	p->operations = operations > 0 ? operations : 0;
	p->what = record_keep(c->r, what);
	p->output = record_keep(c->r, text_shorten(output));
	snprintf(name, sizeof(name), "l2/window.%d.json", number);
	p->has_window = read_window(c, &p->window, name);
	snprintf(name, sizeof(name), "l2/startup.%d.json", number);
	p->has_startup = read_window(c, &p->startup, name);
}

static void read_points(struct collector *c, const char *points)
{
	char copy[JOB_VALUE_SIZE], *words[JOB_MAX_POINTS], *argv[JOB_MAX_ARGS];
	int nr, i;

	snprintf(copy, sizeof(copy), "%s", points);
	nr = job_points(copy, words);
	for (i = 0; i < nr; i++)
		read_point(c, words[i], i);
	snprintf(copy, sizeof(copy), "%s", c->cell->workload->command);
	if (job_split(copy, argv) < 0)
		*argv = NULL;
	record_sum_points(c->r, argv);
}

/* --- what L1 left ------------------------------------------------------------------------- */

static void read_l1(struct collector *c, enum l1_time when)
{
	struct l1 *l1 = &c->r->l1[when];
	char name[64], error[256];
	FILE *f;

	snprintf(name, sizeof(name), "kvm-stats.%s", l1_times[when]);
	f = open_file(c, name);
	if (f) {
		l1_statistics_from_text(&l1->statistics, f);
		fclose(f);
	}
	snprintf(name, sizeof(name), "ledger.%s", l1_times[when]);
	f = open_file(c, name);
	if (!f)
		return;
	if (l1_ledgers_from_text(&l1->ledgers, f, c->r->vendor, error, sizeof(error))) {
		complain(c, name, error);
		free(l1->ledgers.vcpus);
		memset(&l1->ledgers, 0, sizeof(l1->ledgers));
	}
	fclose(f);
}

static void read_timeline(struct collector *c)
{
	struct record *r = c->r;
	FILE *f = open_file(c, "timeline");
	char error[256];

	if (!f)
		return;
	r->timeline = memory_zalloc(sizeof(*r->timeline));
	if (timeline_from_text(r->timeline, f, error, sizeof(error))) {
		complain(c, "timeline", error);
		timeline_free(r->timeline);
		free(r->timeline);
		r->timeline = NULL;
	}
	fclose(f);
}

static void read_tracepoint(struct collector *c)
{
	struct record *r = c->r;
	FILE *f = open_file(c, "tracepoint.hist");
	char error[256];

	if (!f)
		return;
	r->tracepoint = memory_zalloc(sizeof(*r->tracepoint));
	if (tracepoint_from_text(r->tracepoint, f, r->vendor, error, sizeof(error))) {
		complain(c, "tracepoint.hist", error);
		tracepoint_free(r->tracepoint);
		free(r->tracepoint);
		r->tracepoint = NULL;
	}
	fclose(f);
}

/* A count that L1 or L2 wrote down; -1 if there is none that can be. */
static int64_t read_number(const struct collector *c, const char *key)
{
	char text[32], *end;
	long long value;

	if (!status_find(c->logs, key, text, sizeof(text)))
		return -1;
	errno = 0;
	value = strtoll(text, &end, 10);
	return errno || end == text || value < 0 || !value_in_range(value) ? -1 : value;
}

/* Lines "name value"; the value is the rest. NULL if L1 did not write them. */
static json_t *read_words(const struct collector *c, const char *name)
{
	char line[4096], *value, *text;
	json_t *json;
	FILE *f = open_file(c, name);

	if (!f)
		return NULL;
	json = json_object();
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		value = strchr(line, ' ');
		if (!value)
			continue;
		*value++ = '\0';
		if (!name_is_good(line))
			continue;
		text = text_escape(value, strlen(value));
		json_object_set_new(json, line, json_string(text));
		free(text);
	}
	fclose(f);
	return json;
}

static void read_rest(struct collector *c)
{
	struct record *r = c->r;
	char pti[8], *output;

	r->observer_log = record_keep(r, text_shorten(read_text(c, "observer.log")));
	r->observer_bytes = read_number(c, "observer_bytes");
	r->observed = r->observer_log || r->observer_bytes >= 0;
	r->kernel_ns = read_number(c, "kernel_ns");
	if (status_find(c->logs, "pti", pti, sizeof(pti)))
		r->pti = record_keep(r, memory_printf("%s", pti));
	r->cpu = read_words(c, "cpu");
	r->kvm_parameters = read_words(c, "kvm-parameters");
	/* Of the command, which was run in L2 or in L1. */
	output = read_text(c, "l2/command.out");
	if (!output)
		output = read_text(c, "command.out");
	r->output = record_keep(r, text_shorten(output));
}

static void read_all(struct collector *c)
{
	struct record *r = c->r;
	size_t i;

	if (*c->cell->workload->points) {
		read_points(c, c->cell->workload->points);
	} else {
		r->has_window = read_window(c, &r->window, "l2/window.json");
		r->has_startup = read_window(c, &r->startup, "l2/startup.json");
	}
	if (r->has_window)
		r->vendor = r->window.info.vendor;
	for (i = 0; i < L1_TIMES; i++)
		read_l1(c, i);
	if (!strcmp(c->cell->workload->measure, JOB_MEASURE_LOGIN))
		r->has_window = host_window(&r->window, c->logs, &r->l1[L1_END].ledgers);
	read_timeline(c);
	read_tracepoint(c);
	read_rest(c);
}

/* --- the cell ----------------------------------------------------------------------------- */

static json_t *settings_json(const struct cell *c)
{
	json_t *json = json_object();
	int i;

	for (i = 0; i < SETTING_NR; i++)
		json_object_set_new(json, settings[i].name, json_string(c->settings[i]));
	return json;
}

static struct record *describe(const struct cell *cell)
{
	const struct vendor *vendor = platform_vendor(cell->platform);
	const struct workload *w = cell->workload;
	struct record *r = record_new();

	r->id = cell->id;
	r->platform = cell->platform->name;
	r->parameter = mode_parameter(vendor->id, cell->paging);
	r->workload = w->name;
	r->variant = cell->variant;
	r->name = memory_printf("%s%s%s", w->name, *cell->variant ? "." : "", cell->variant);
	r->settings = settings_json(cell);
	r->shadow = cell->paging == KVM_EXITMETER_PAGING_SHADOW;
	r->vendor = vendor->id;
	r->seed = cell->seed;
	r->memory = atol(cell->settings[SETTING_memory]);
	r->vcpus = atol(cell->settings[SETTING_vcpus]);
	r->file = (struct record_workload) {
		.summary = w->summary,
		.group = w->group,
		.measure = w->measure,
		.system = w->system,
		.scratch = w->scratch,
		.network = w->network,
		.prepare = w->prepare,
		.startup = w->startup,
		.command = w->command,
		.operations = w->operations,
		.points = w->points,
		.rules = rules_copy(&w->rules),
	};
	return r;
}

static void describe_host(struct record *r, const struct collect_how *how)
{
	char started[32];

	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", gmtime(&how->started));
	r->host = (struct record_host) {
		.started = record_keep(r, memory_printf("%s", started)),
		.seconds = (int)(how->seconds * 10 + 0.5) / 10.0,
		.jobs = how->jobs,
		.boots = how->boots,
	};
}

static bool is_unmeasured(const struct cell *cell)
{
	return !strcmp(cell->workload->measure, JOB_MEASURE_NONE) ||
	       !strcmp(cell->workload->measure, JOB_MEASURE_L1);
}

/* --- how it ended ------------------------------------------------------------------------- */

/* NULL if the command ended well; else a sentence about how it did. */
static const char *command_error(int status, char *text, size_t size)
{
	char how[128];

	if (!status)
		return NULL;
	snprintf(text, size, "the command %s; see \"output\"",
		 wait_status_text(status, how, sizeof(how)));
	return text;
}

static const char *points_error(const struct record *r, char *text, size_t size)
{
	size_t i;

	for (i = 0; i < r->nr_points; i++) {
		if (r->points[i].operations > 0)
			continue;
		snprintf(text, size, "at point %s the command printed no line \"operations N "
			 "WHAT\" with N above 0, or more than one; see \"output\"",
			 r->points[i].name);
		return text;
	}
	return NULL;
}

/* The same checks as when the record is read. */
static const char *law_error(struct record *r, char *text, size_t size)
{
	const struct check *failed = checks_first_failed(record_check(r));
	char *said;

	if (!r->checks->nr)
		return "no law could be checked";
	if (!failed)
		return NULL;
	said = check_text(failed);
	snprintf(text, size, "broken: %s", said);
	free(said);
	return text;
}

static bool complaint(const char *logs, char *text, size_t size)
{
	char line[300];

	if (!sign_find(logs, SIGN_COMPLAINT, line, sizeof(line)))
		return false;
	snprintf(text, size, "L2's kernel complains: %s; see " SIGN_L2 ", and measure again", line);
	return true;
}

/* What is wrong with a cell that seemed to end well; NULL if nothing is. */
static const char *find_error(struct collector *c, char *text, size_t size)
{
	struct record *r = c->r;
	char status[32];

	/* L1 and L2 write down themselves why they gave up. */
	if (status_find(c->logs, "error", text, size))
		return text;
	if (*c->error)
		return c->error;
	if (is_unmeasured(c->cell)) {
		if (!status_find(c->logs, "command", status, sizeof(status)))
			return "the command's end did not come out of the machine; see the logs";
		return command_error(atoi(status), text, size);
	}
	if (!r->has_window)
		return "no window came out of L2; see the logs";
	if (command_error(r->window.status, text, size) || points_error(r, text, size) ||
	    complaint(c->logs, text, size))
		return text;
	if (platform_spoils_cells(c->cell->platform) &&
	    stall_find(c->logs, r->vcpus, text, size))
		return text;
	record_set_status(r, RECORD_OK);
	return law_error(r, text, size);
}

struct record *collect(const struct cell *cell, const char *logs, const struct collect_how *how)
{
	struct collector c = { .r = describe(cell), .cell = cell, .logs = logs };
	const char *error = how->error;
	struct record *r = c.r;
	char text[1024];

	r->identity = json_incref(how->identity);
	describe_host(r, how);
	read_all(&c);
	if (!error)
		error = find_error(&c, text, sizeof(text));
	if (error)
		r->error = record_keep(r, text_escape(error, strlen(error)));
	if (error)
		record_set_status(r, how->timed_out ? RECORD_TIMEOUT : RECORD_FAILED);
	else
		record_set_status(r, is_unmeasured(cell) ? RECORD_UNMEASURED : RECORD_OK);
	return r;
}

/* --- records that are there --------------------------------------------------------------- */

static bool is_same(json_t *a, json_t *b)
{
	bool same = json_equal(a, b);

	json_decref(a);
	json_decref(b);
	return same;
}

bool collect_is_of(const struct record *r, const struct cell *cell)
{
	struct record *wanted = describe(cell);
	bool same = is_same(record_cell_to_json(r), record_cell_to_json(wanted)) &&
		    is_same(record_workload_to_json(r), record_workload_to_json(wanted));

	record_free(wanted);
	return same;
}

bool collect_is_kept(const char *path, const struct cell *cell, json_t *identity)
{
	struct record *r;
	const struct check *failed;
	bool kept = false;
	char *text;

	if (access(path, F_OK))
		return false;
	r = record_load(path);
	if (!r)
		return false;
	failed = checks_first_failed(record_check(r));
	if (failed) {
		text = check_text(failed);
		warnx("%s: broken: %s; the cell is measured again", path, text);
		free(text);
	} else {
		kept = record_is_good(r) && json_equal(r->identity, identity) &&
		       collect_is_of(r, cell);
	}
	record_free(r);
	return kept;
}
