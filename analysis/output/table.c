// SPDX-License-Identifier: GPL-2.0
#include "table.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "markdown.h"
#include "util/memory.h"

/* A cell that points here is a part of a line across. */
static char rule[1];

struct table {
	enum table_style style;
	size_t nr_columns;
	bool *is_text;
	bool *is_optional;
	char **cells;		/* the titles first, until they are printed */
	size_t nr_cells;
	size_t room;
	bool flushed;
};

static void add(struct table *t, char *cell)
{
	if (t->nr_cells == t->room) {
		t->room = t->room ? 2 * t->room : 64;
		t->cells = memory_resize(t->cells, t->room, sizeof(*t->cells));
	}
	t->cells[t->nr_cells++] = cell;
}

static char *copy(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_zalloc(size), text, size);
}

struct table *table_new(enum table_style style, const char *const columns[])
{
	struct table *t = memory_zalloc(sizeof(*t));
	const char *title;
	size_t i;

	t->style = style;
	while (columns[t->nr_columns])
		t->nr_columns++;
	t->is_text = memory_zalloc(t->nr_columns * sizeof(*t->is_text));
	t->is_optional = memory_zalloc(t->nr_columns * sizeof(*t->is_optional));
	for (i = 0; i < t->nr_columns; i++) {
		title = columns[i];
		t->is_optional[i] = *title == '?';
		title += t->is_optional[i];
		t->is_text[i] = *title == '<';
		add(t, copy(title + t->is_text[i]));
	}
	return t;
}

/* Big tables have millions of cells, most of which are a word or a number: those two are quick. */
void table_text(struct table *t, const char *format, ...)
{
	va_list args;
	char *cell;

	va_start(args, format);
	if (!strcmp(format, "%s"))
		cell = copy(va_arg(args, const char *));
	else if (vasprintf(&cell, format, args) < 0)
		cell = copy("?");
	va_end(args);
	add(t, cell);
}

static void add_number(struct table *t, int64_t n)
{
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
	char text[24], *at = text + sizeof(text) - 1;

	*at = '\0';
	do {
		*--at = '0' + rest % 10;
		rest /= 10;
	} while (rest);
	if (n < 0)
		*--at = '-';
	add(t, copy(at));
}

void table_plain(struct table *t, const char *text)
{
	add(t, t->style == TABLE_MARKDOWN ? markdown_escaped(text) : copy(text));
}

void table_int(struct table *t, int64_t n)
{
	if (t->style == TABLE_CSV)
		add_number(t, n);
	else
		table_text(t, "%s", format_int(n).text);
}

void table_short(struct table *t, double n)
{
	if (t->style == TABLE_CSV)
		table_text(t, "%.6g", n);
	else
		table_text(t, "%s", format_short(n).text);
}

/* A whole number, or a half: a median. */
void table_number(struct table *t, double n)
{
	if (t->style == TABLE_CSV)
		table_text(t, "%.15g", n);
	else
		table_text(t, "%s", format_int(llround(n)).text);
}

void table_percent(struct table *t, double part, double whole)
{
	if (t->style != TABLE_CSV)
		table_text(t, "%s", format_percent(part, whole).text);
	else if (whole)
		table_text(t, "%.6f", part / whole);
	else
		table_empty(t);
}

void table_change(struct table *t, int64_t from, int64_t to)
{
	if (t->style != TABLE_CSV)
		table_text(t, "%s", format_change(from, to).text);
	else if (from)
		table_text(t, "%.6f", (double)to / from);
	else
		table_empty(t);
}

void table_count_change(struct table *t, int64_t from, int64_t to)
{
	if (t->style == TABLE_CSV)
		table_change(t, from, to);
	else
		table_text(t, "%s", format_count_change(from, to).text);
}

void table_ratio(struct table *t, double ratio)
{
	if (t->style == TABLE_CSV)
		table_text(t, "%.6f", ratio);
	else
		table_text(t, "%s", format_ratio(ratio).text);
}

void table_empty(struct table *t)
{
	add(t, copy(""));
}

void table_rule(struct table *t)
{
	size_t i;

	for (i = 0; i < t->nr_columns && t->style == TABLE_TEXT; i++)
		add(t, rule);
}

/* Columns on a screen: every character of ours takes one. */
static size_t width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

static size_t column_width(const struct table *t, size_t column)
{
	size_t max = 0, i;

	for (i = column; i < t->nr_cells; i += t->nr_columns)
		if (width(t->cells[i]) > max)
			max = width(t->cells[i]);
	return max;
}

static void repeat(FILE *f, char c, size_t n)
{
	while (n--)
		fputc(c, f);
}

static void print_text_row(const struct table *t, const size_t *widths, size_t at, FILE *f)
{
	size_t c, pad, trailing = 0;

	for (c = 0; c < t->nr_columns; c++) {
		const char *cell = t->cells[at + c];

		if (cell == rule) {
			repeat(f, ' ', c ? 2 : 0);
			repeat(f, '-', widths[c]);
			continue;
		}
		pad = widths[c] - width(cell);
		if (!*cell) {
			trailing += pad + (c ? 2 : 0);
			continue;
		}
		repeat(f, ' ', trailing + (c ? 2 : 0));
		trailing = 0;
		if (t->is_text[c]) {
			fputs(cell, f);
			trailing = pad;
		} else {
			repeat(f, ' ', pad);
			fputs(cell, f);
		}
	}
	fputc('\n', f);
}

static void print_text(const struct table *t, FILE *f)
{
	size_t *widths = memory_zalloc(t->nr_columns * sizeof(*widths));
	size_t i;

	for (i = 0; i < t->nr_columns; i++)
		widths[i] = column_width(t, i);
	for (i = 0; i + t->nr_columns <= t->nr_cells; i += t->nr_columns)
		print_text_row(t, widths, i, f);
	free(widths);
}

static void print_csv_cell(const char *cell, FILE *f)
{
	if (!strpbrk(cell, ",\"\r\n")) {
		fputs_unlocked(cell, f);
		return;
	}
	putc_unlocked('"', f);
	for (; *cell; cell++) {
		if (*cell == '"')
			putc_unlocked('"', f);
		putc_unlocked(*cell, f);
	}
	putc_unlocked('"', f);
}

/* Locked once, not for each cell. */
static void print_csv(const struct table *t, FILE *f)
{
	size_t i;

	flockfile(f);
	for (i = 0; i < t->nr_cells; i++) {
		if (i % t->nr_columns == 0)
			fputs_unlocked(i || t->flushed ? TABLE_SCHEMA "," : "schema,", f);
		print_csv_cell(t->cells[i], f);
		putc_unlocked((i + 1) % t->nr_columns ? ',' : '\n', f);
	}
	funlockfile(f);
}

static void print_markdown_cell(const char *cell, FILE *f)
{
	fputc(' ', f);
	for (; *cell; cell++) {
		if (*cell == '|')
			fputc('\\', f);
		fputc(*cell == '\n' ? ' ' : *cell, f);
	}
	fputs(" |", f);
}

static void print_markdown(const struct table *t, FILE *f)
{
	size_t i, c;

	for (i = 0; i + t->nr_columns <= t->nr_cells; i += t->nr_columns) {
		fputc('|', f);
		for (c = 0; c < t->nr_columns; c++)
			print_markdown_cell(t->cells[i + c], f);
		fputc('\n', f);
		if (i)
			continue;
		fputc('|', f);
		for (c = 0; c < t->nr_columns; c++)
			fputs(t->is_text[c] ? " --- |" : " ---: |", f);
		fputc('\n', f);
	}
}

static bool is_unused(const struct table *t, size_t column)
{
	size_t i;

	if (!t->is_optional[column])
		return false;
	for (i = column + t->nr_columns; i < t->nr_cells; i += t->nr_columns)
		if (t->cells[i] != rule && *t->cells[i])
			return false;
	return true;
}

static void drop_column(struct table *t, size_t column)
{
	size_t i, kept = 0;

	for (i = 0; i < t->nr_cells; i++) {
		if (i % t->nr_columns != column)
			t->cells[kept++] = t->cells[i];
		else if (t->cells[i] != rule)
			free(t->cells[i]);
	}
	t->nr_cells = kept;
	t->nr_columns--;
	for (i = column; i < t->nr_columns; i++) {
		t->is_text[i] = t->is_text[i + 1];
		t->is_optional[i] = t->is_optional[i + 1];
	}
}

static void forget(struct table *t)
{
	size_t i;

	for (i = 0; i < t->nr_cells; i++)
		if (t->cells[i] != rule)
			free(t->cells[i]);
	t->nr_cells = 0;
}

void table_flush(struct table *t, FILE *f)
{
	print_csv(t, f);
	forget(t);
	t->flushed = true;
}

void table_end(struct table *t, FILE *f)
{
	static void (*const print[])(const struct table *t, FILE *f) = {
		[TABLE_TEXT] = print_text,
		[TABLE_CSV] = print_csv,
		[TABLE_MARKDOWN] = print_markdown,
	};
	size_t i;

	for (i = t->nr_columns; i-- > 0;)
		if (t->style != TABLE_CSV && is_unused(t, i))
			drop_column(t, i);
	if (f)
		print[t->style](t, f);
	forget(t);
	free(t->cells);
	free(t->is_text);
	free(t->is_optional);
	free(t);
}
