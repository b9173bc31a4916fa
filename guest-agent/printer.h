/* SPDX-License-Identifier: GPL-2.0 */
/* From windows to the user: format, selection and place of a view, and their options. */
#ifndef EXITMETER_PRINTER_H
#define EXITMETER_PRINTER_H

#include <argp.h>

#include "show/output.h"
#include "show/stat-view.h"

enum printer_format { PRINTER_TABLE, PRINTER_CSV, PRINTER_JSON };

/**
 * struct printer - zeros, then filled in by printer_argp
 * @format: of what is printed
 * @separator: of CSV
 * @path: of the output; NULL is standard output
 * @reasons: to show, as given, separated by commas; NULL is all
 * @out: open between printer_open() and printer_close()
 * @view: what is shown; r and all that is about the window are the caller's to fill in
 * @wanted: what @reasons says
 */
struct printer {
	enum printer_format format;
	char separator;
	const char *path;
	char *reasons;
	struct output out;
	struct stat_view view;
	bool wanted[LEDGER_MAX_ROWS];
};

/* printer_argp - the options; its input is a struct printer. For use as a child. */
extern const struct argp printer_argp;

/**
 * printer_open - find out now whether it can be printed later
 * @vendor: whose reasons there are
 *
 * Prints the heading of CSV.
 *
 * Return: an exit status, with a message on stderr if it is not STATUS_OK.
 */
int printer_open(struct printer *p, unsigned int vendor);

/* printer_print - Return: 0, or -errno with a message on stderr. */
int printer_print(struct printer *p, const struct windows *r);

/* printer_commit - that was all. Return: 0, or -errno with a message on stderr. */
int printer_commit(struct printer *p);

void printer_close(struct printer *p);

#endif
