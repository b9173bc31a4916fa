/* SPDX-License-Identifier: GPL-2.0 */
/* A run: a folder of records. */
#ifndef RECORD_RUN_H
#define RECORD_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"
#include "run-list.h"

/**
 * struct run - all that is in the folder
 * @folder: as the user gave it, without a slash at the end
 * @matrix: name of the matrix; empty without a run.json
 * @records: in the order of the matrix, unknown cells last; none that breaks a law
 * @missing: ids of cells of the matrix without a record; inside @list
 * @invalid: records that break a law or hold a value that can't be: for no table or chart
 * @nr_bad: files that could not be read; messages have been printed
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
	struct record **invalid;
	size_t nr_invalid;
	size_t nr_bad;
	json_t *json;
	struct run_list *list;
	bool is_part;
};

/**
 * run_load - read a run
 * @folder: with records/ and, usually, run.json
 *
 * Each record is checked.  One that can't be read is counted in @nr_bad and left out, one that
 * does not hold what it must is in @invalid; a message has named it.
 *
 * Return: 0, or -1 with a message if there is nothing to work on.
 */
int run_load(struct run *run, const char *folder);

/**
 * run_load_part - read some cells of a run
 * @list: which must outlive @run
 * @from: first of them
 * @to: behind the last
 */
void run_load_part(struct run *run, struct run_list *list, size_t from, size_t to);

/* run_note_damage - another process has loaded a record that can't be used */
void run_note_damage(void);

/* run_was_damaged - has any run that was loaded had a record that can't be used? */
bool run_was_damaged(void);

void run_free(struct run *run);

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
