/* SPDX-License-Identifier: GPL-2.0 */
/* A record: what one cell of a matrix measured, as RECORD.md describes it. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include <jansson.h>

#include "checks.h"
#include "l1.h"
#include "ledger/window/window.h"
#include "record/facts/rule.h"
#include "timeline.h"
#include "tracepoint.h"

/* What is written; and the number of an older one that is still read. */
#define RECORD_SCHEMA	"exitmeter-record/2"
#define RECORD_SCHEMA_1	"exitmeter-record/1"

/* How a cell ended. */
#define RECORD_OK		"ok"
#define RECORD_FAILED		"failed"
#define RECORD_TIMEOUT		"timeout"
/* Well, but without a window, as its workload has it. */
#define RECORD_UNMEASURED	"unmeasured"

/**
 * struct record_point - one of the points that a workload was measured at
 * @name: of the point, a word
 * @operations: how many the program did, by itself; 0 if it did not say
 * @what: they are
 * @output: of the program; NULL if there is none
 * @has_window: @window is valid; of a record that is ok it is
 * @has_startup: @startup is valid
 */
struct record_point {
	const char *name;
	int64_t operations;
	const char *what;
	const char *output;
	bool has_window;
	struct window window;
	bool has_startup;
	struct window startup;
};

/**
 * struct record_workload - as its file describes it
 *
 * Each is what the key of this name has in the file; empty if it is not there.
 *
 * @rules: what must come of the operations, when the cell ran; none in a record of version 1
 */
struct record_workload {
	const char *summary;
	const char *group;
	const char *measure;
	const char *system;	/* not in records from before there was any */
	const char *scratch;
	const char *network;	/* not in records from before there was any */
	const char *prepare;
	const char *startup;
	const char *command;
	const char *operations;
	const char *points;
	struct rules rules;
};

/**
 * struct record_host - what is known of the machine below, never compared
 * @started: when the cell was started, as in ISO 8601
 * @seconds: wall-clock time that it took
 * @jobs: emulators at a time
 * @boots: how often L1 was started; more than once if the emulator spoilt the cell
 * @node: name of the machine, of a cell that was measured on a fleet; or NULL
 * @log: more of what happened, where there is anything; or NULL
 */
struct record_host {
	const char *started;
	double seconds;
	int64_t jobs;
	int64_t boots;
	const char *node;
	const char *log;
};

/**
 * struct record - one file
 * @path: of the file; NULL of a record that was not read from one
 * @version: of the schema that it was read from
 * @json: what the strings below are inside of, if they are not in @kept; without "measured"
 * @kept: strings that belong to the record
 * @id: of the cell
 * @variant: the settings that are not at their default; empty if all are
 * @name: the workload, with the variant behind it if there is one
 * @settings: of the cell, strings; NULL in a record that is older than they are
 * @shadow: ept=0 or npt=0
 * @vendor: KVM_EXITMETER_VENDOR_*, of the window; without one, of the parameter's
 *	name; 0 if neither tells
 * @file: the workload's
 * @end: of a cell that failed, what of it is known, an object; NULL if nothing is
 * @ok: measured to the end; @window is valid
 * @unmeasured: ended well, but without a window; it was not to have one
 * @identity: what was run, an object
 * @has_window: @window is valid, which it is of a record that is ok
 * @has_startup: @startup is valid
 * @points: of a workload that has any; @window and @startup are sums over them
 * @l1: what L1 read, by enum l1_time
 * @timeline: NULL if nobody looked at the ledger over time
 * @kernel_ns: of a boot: when L2's kernel began, ns since the VM did; -1 if that is not known
 * @tracepoint: NULL if it was not counted
 * @observed: did another observer leave a log, or say how much it wrote?
 * @observer_log: NULL if there is none
 * @observer_bytes: that it wrote; -1 if it did not say
 * @pti: on or off: does L2's kernel keep its page tables apart? NULL if that is not known
 * @cpu: what L1 told of its CPU, an object of strings; NULL if it told nothing
 * @kvm_parameters: of KVM's modules in L1, by module.parameter, likewise
 * @output: of the command; NULL if there is none
 * @laws_then: laws that the runner said were broken, of a record of version 1
 * @host: of the machine below
 * @checks: by record_check(), NULL before
 */
struct record {
	char *path;
	unsigned int version;
	json_t *json;
	char **kept;
	size_t nr_kept;

	const char *id;
	const char *platform;
	const char *parameter;
	const char *workload;
	const char *variant;
	char *name;
	json_t *settings;
	bool shadow;
	int64_t seed;
	int64_t memory;
	int64_t vcpus;

	struct record_workload file;

	const char *status;
	const char *error;
	json_t *end;
	bool ok;
	bool unmeasured;

	json_t *identity;

	unsigned int vendor;
	bool has_window;
	struct window window;
	bool has_startup;
	struct window startup;
	struct record_point *points;
	size_t nr_points;
	struct l1 l1[L1_TIMES];
	struct timeline *timeline;
	int64_t kernel_ns;
	struct tracepoint *tracepoint;
	bool observed;
	const char *observer_log;
	int64_t observer_bytes;
	const char *pti;
	json_t *cpu;
	json_t *kvm_parameters;
	const char *output;
	json_t *laws_then;

	struct record_host host;

	struct checks *checks;
};

/**
 * record_new - a record with nothing in it
 *
 * Strings that are not the caller's for as long as the record lives are record_keep()'s.
 *
 * Return: for record_free().
 */
struct record *record_new(void);

/* record_keep - let a string belong to the record; NULL is allowed.  Return: it. */
const char *record_keep(struct record *r, char *text);

/* record_set_status - RECORD_OK and so on, with @ok and @unmeasured */
void record_set_status(struct record *r, const char *status);

/* record_add_points - Return: @nr new ones, of zeros, NULL of none; those before may have moved. */
struct record_point *record_add_points(struct record *r, size_t nr);

/**
 * record_sum_points - let the windows of the record be the sums over its points
 * @command: the workload's words, NULL-terminated
 *
 * One that a point does not have, or that can't be added, is left out.
 */
void record_sum_points(struct record *r, char *const command[]);

/**
 * record_from_json - the reader of records
 * @json: taken over, also after an error
 * @error: receives what is wrong, without a newline
 *
 * Reads RECORD_SCHEMA and RECORD_SCHEMA_1.  All numbers are checked for range, and what is
 * there twice is compared.  Of a cell that did not end well, what is missing or damaged of the
 * measurement is left out.
 *
 * Return: the record, or NULL.
 */
struct record *record_from_json(json_t *json, char *error, size_t size);

/* record_to_json - the writer of records; Return: a new reference. */
json_t *record_to_json(const struct record *r);

/* The parts of it that tell whether two records are of the same cell, or say the same. */
json_t *record_cell_to_json(const struct record *r);
/* Without the rules, which say what is thought of it. */
json_t *record_workload_to_json(const struct record *r);
json_t *record_measured_to_json(const struct record *r);

/**
 * record_write - write a record into its file
 *
 * Return: 0, or -1 with a message; the file, if there is one, is then as it was.
 */
int record_write(const struct record *r, const char *path);

/**
 * record_read - read a record
 * @path: of the file
 * @why: receives what is wrong with it, to be freed; NULL if nothing is
 *
 * Return: the record, for record_free(); or NULL.
 */
struct record *record_read(const char *path, char **why);

/**
 * record_load - likewise
 * @path: of the file
 *
 * Return: the record, for record_free(); or NULL with a message that names the
 * file, and the line if it is not JSON.
 */
struct record *record_load(const char *path);

void record_free(struct record *r);

/**
 * record_point_work - what the operations of a point made, without starting up
 *
 * Return: the net window less the net window of starting up, if that was measured.
 */
struct ledger record_point_work(const struct record_point *p);

/* record_work - likewise, of the cell's window */
struct ledger record_work(const struct record *r);

/**
 * record_check - check a record, once
 *
 * Return: what came of it; the record's own.
 */
const struct checks *record_check(struct record *r);

/* record_is_good - did the cell end as it was to end? */
static inline bool record_is_good(const struct record *r)
{
	return r->ok || r->unmeasured;
}

/**
 * record_setting - the value of one of the cell's settings
 * @name: such as "kvm"
 *
 * Return: the value; "" if the record does not tell, as if it were at its default.
 */
const char *record_setting(const struct record *r, const char *name);

/**
 * record_observer - what else counted exits in L1 while the cell ran, or looked at the ledger
 *
 * It takes cycles of its own, which are in the cell's.
 *
 * Return: its name, or "timeline", or NULL if there was none.
 */
const char *record_observer(const struct record *r);

/* record_is_comparable - was it measured, and without an observer? */
static inline bool record_is_comparable(const struct record *r)
{
	return r->ok && !record_observer(r);
}

/* The value of a mode's parameter for readers: ept=1, npt=0. */
const char *record_mode_name(unsigned int vendor, bool shadow);

/* What the vendor calls nested paging: EPT, NPT. */
const char *record_nested_name(unsigned int vendor);

#endif
