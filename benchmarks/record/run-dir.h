/* SPDX-License-Identifier: GPL-2.0 */
/* The folder of a run: where everything about it is, and how it is written. */
#ifndef RECORD_RUN_DIR_H
#define RECORD_RUN_DIR_H

#include <limits.h>
#include <stdbool.h>

/* Of run.json. */
#define RUN_SCHEMA	"exitmeter-run/1"
/* Its key for what the image was made of. */
#define RUN_PACKAGES	"packages"

/**
 * run_dir_make - make the folder of a run, and those above it
 *
 * Return: 0, or -1 with a message on stderr.
 */
int run_dir_make(const char *run);

/* run_dir_make_parts - the folders in it; returns as run_dir_make() */
int run_dir_make_parts(const char *run);

/* run_dir_remove_temporary - what json_file_write() was interrupted at */
void run_dir_remove_temporary(const char *run);

/* RUN/records/ID.json */
void run_dir_record(const char *run, const char *id, char path[PATH_MAX]);

/* RUN/logs/ID, what a cell leaves behind */
void run_dir_logs(const char *run, const char *id, char path[PATH_MAX]);

/* The same, made anew and empty */
int run_dir_new_logs(const char *run, const char *id, char path[PATH_MAX]);

/* RUN/work/ID, the emulator's files while it runs; made anew and empty */
int run_dir_new_work(const char *run, const char *id, char path[PATH_MAX]);

/* Remove a folder with all that is in it; a missing one is no error. */
void run_dir_remove(const char *path);

#endif
