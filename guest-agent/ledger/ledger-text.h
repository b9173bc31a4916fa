/* SPDX-License-Identifier: GPL-2.0 */
/* The tables that KVM shows in debugfs: a vCPU's ledger, and the lines of statistics. */
#ifndef EXITMETER_LEDGER_TEXT_H
#define EXITMETER_LEDGER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ledger.h"

/* Of a row: count, kernel, user, blocked, offcpu, max. */
#define LEDGER_TEXT_VALUES	6

/**
 * struct ledger_line - one line: "guest 4711", or "48 12 3400 0 0 0 900"
 * @name: of a sum, a row or a statistic
 * @nr: values behind it: 1 of a sum, LEDGER_TEXT_VALUES of a row, 0 for a word alone
 * @value: them
 */
struct ledger_line {
	char name[64];
	size_t nr;
	int64_t value[LEDGER_TEXT_VALUES];
};

/**
 * ledger_line_read - the next line of a table
 *
 * Lines of anything else, such as titles or numbers beyond 64 bits, are passed over.
 *
 * Return: false at the end.
 */
bool ledger_line_read(struct ledger_line *line, FILE *f);

/**
 * ledger_line_take - put what a line says into a ledger
 * @l: its @nr_reasons and @nr_rows are set
 *
 * A sum that a ledger does not have is passed over.
 *
 * Return: false if the line is of a row that is no known reason.
 */
bool ledger_line_take(struct ledger *l, const struct ledger_line *line);

#endif
