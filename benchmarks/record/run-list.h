/* SPDX-License-Identifier: GPL-2.0 */
/* Which cells a run has, without a look into their records; and its parts. */
#ifndef RECORD_RUN_LIST_H
#define RECORD_RUN_LIST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct run_entry - a cell
 * @id: of it
 * @in_matrix: run.json names it
 * @has_file: there is a record
 * @group: number of the first cell that differs in nothing but mode and seed
 */
struct run_entry {
	char *id;
	bool in_matrix;
	bool has_file;
	size_t group;
};

/**
 * struct run_list - all of them
 * @folder: as the user gave it, without a slash at the end
 * @matrix: its name; empty without a run.json
 * @entry: in the order of the matrix, unknown cells last
 * @nr: their number
 * @json: run.json, or NULL
 */
struct run_list {
	char *folder;
	const char *matrix;
	struct run_entry *entry;
	size_t nr;
	json_t *json;
};

/**
 * run_list_read - read it
 * @list: for run_list_free()
 * @folder: with records/ and, usually, run.json
 *
 * Return: 0, or -1 with a message if there is nothing to work on.
 */
int run_list_read(struct run_list *list, const char *folder);

/**
 * run_list_group - bring cells together that differ in nothing but mode and seed
 *
 * They stay in order otherwise, which is no change to a run in the order of one matrix.
 */
void run_list_group(struct run_list *list);

/**
 * run_list_part - how far a part reaches
 * @from: of its first cell
 * @least: cells that it has at least, if there are so many
 *
 * After run_list_group(): no part ends within a group, or has two platforms.
 *
 * Return: behind its last cell.
 */
size_t run_list_part(const struct run_list *list, size_t from, size_t least);

void run_list_free(struct run_list *list);

#endif
