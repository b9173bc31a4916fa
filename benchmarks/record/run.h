/* SPDX-License-Identifier: GPL-2.0 */
/* A run: a folder of records. */
#ifndef RECORD_RUN_H
#define RECORD_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"
#include "run-list.h"

/**
 * struct run_invalid - a record that is for no table and no chart
 * @id: of the cell, by the name of the file; inside the run's @list
 * @why: the first thing that is wrong
 * @record: NULL if it can't be read at all
 */
struct run_invalid {
	const char *id;
	char *why;
	struct record *record;
};

/**
 * struct run - all that is in the folder
 * @folder: as the user gave it, without a slash at the end
 * @matrix: name of the matrix; empty without a run.json
 * @records: those that can be used, in the order of the matrix, unknown cells last
 * @missing: ids of cells of the matrix without a record; inside @list
 * @invalid: records that can't be read, break a law or hold a value that can't be; messages have
 *	been printed
 * @json: run.json, or NULL
 * @list: the cells
 * @is_part: @list is another's
 */
struct run {
	char *folder;
	const char *matrix;
	struct record **records;
	size_t nr_records;
	const char **missing;
	size_t nr_missing;
	struct run_invalid *invalid;
	size_t nr_invalid;
	json_t *json;
	struct run_list *list;
	bool is_part;
};

/**
 * run_load - read a run
 * @folder: with records/ and, usually, run.json
 *
 * Each record is checked.  One that can't be read, or does not hold what it must, is in @invalid
 * and in nothing else; a message has named it, once however often the run is loaded.
 *
 * Return: 0, also if there is no record that can be used; or -1 with a message if it is no run,
 * or there is no memory for all of it; see run_load_part().
 */
int run_load(struct run *run, const char *folder);

/**
 * run_load_part - read some cells of a run
 * @list: which must outlive @run
 * @from: first of them
 * @to: behind the last
 */
void run_load_part(struct run *run, struct run_list *list, size_t from, size_t to);

/* What was seen of all runs that were loaded: bits. */
enum run_seen {
	RUN_SEEN_ANY = 1,	/* a run */
	RUN_SEEN_INVALID = 2,	/* a record that can't be used */
	RUN_SEEN_GOOD = 4,	/* a cell that ended well */
};

/* run_note - another process has seen this */
void run_note(unsigned int seen);

/* run_seen - what has been seen, enum run_seen */
unsigned int run_seen(void);

void run_free(struct run *run);

/* run_readable - Return: record @i of those that can be read, the invalid ones last, or NULL */
const struct record *run_readable(const struct run *run, size_t i);

/* run_is_invalid - is there a record of the cell that can't be used? */
bool run_is_invalid(const struct run *run, const char *id);

/* run_find - Return: the record of a cell, or NULL. */
const struct record *run_find(const struct run *run, const char *id);

/**
 * run_check_workloads - has the run measurements (status ok) of all of these?
 * @workloads: names, NULL-terminated
 *
 * Return: 0, or -1 with a message.
 */
int run_check_workloads(const struct run *run, char *const workloads[]);

#endif
