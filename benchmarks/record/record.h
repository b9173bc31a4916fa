/* SPDX-License-Identifier: GPL-2.0 */
/* A record: what one cell of the matrix measured. */
#ifndef EXITREPORT_RECORD_H
#define EXITREPORT_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "ledger/window.h"

#define RECORD_SCHEMA	"exitmeter-record/1"

/**
 * struct record_point - one of the points that a workload was measured at
 * @name: of the point, a word
 * @operations: how many the program did, by itself; above 0
 * @what: they are
 * @has_startup: @startup is valid
 */
struct record_point {
	const char *name;
	int64_t operations;
	const char *what;
	struct window window;
	bool has_startup;
	struct window startup;
};

/**
 * struct record - one file
 * @path: of the file
 * @json: all of it; the strings below are inside
 * @id: of the cell
 * @variant: the settings that are not at their default; empty if all are
 * @name: the workload, with the variant behind it if there is one
 * @settings: of the cell, strings; NULL in a record that is older than they are
 * @shadow: ept=0 or npt=0
 * @vendor: KVM_EXITMETER_VENDOR_*, of the window; without one, of the parameter's
 *	name; 0 if neither tells
 * @ok: measured to the end; @window is valid
 * @unmeasured: ended well, but without a window; it was not to have one
 * @has_startup: @startup is valid
 * @points: of a workload that has any; @window and @startup are sums over them
 * @identity: what was run, an object
 * @measured: NULL if there is none
 */
struct record {
	char *path;
	json_t *json;

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

	const char *summary;
	const char *group;
	const char *measure;
	const char *command;
	const char *operations;

	const char *status;
	const char *error;
	bool ok;
	bool unmeasured;

	json_t *identity;
	json_t *measured;

	unsigned int vendor;
	struct window window;
	bool has_startup;
	struct window startup;
	struct record_point *points;
	size_t nr_points;
};

/**
 * record_load - read a record
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

#endif
