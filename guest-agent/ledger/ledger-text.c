// SPDX-License-Identifier: GPL-2.0
#include "ledger-text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ledger-json.h"

static bool parse(struct ledger_line *line, char *text)
{
	char *save, *end, *word = strtok_r(text, " \t\n", &save);

	if (!word || strlen(word) >= sizeof(line->name))
		return false;
	strcpy(line->name, word);
	for (line->nr = 0; (word = strtok_r(NULL, " \t\n", &save)); line->nr++) {
		errno = 0;
		if (line->nr == LEDGER_TEXT_VALUES)
			return false;
		line->value[line->nr] = strtoll(word, &end, 10);
		if (errno || *end)
			return false;
	}
	return line->nr < 2 || line->nr == LEDGER_TEXT_VALUES;
}

bool ledger_line_read(struct ledger_line *line, FILE *f)
{
	char text[512];

	while (fgets(text, sizeof(text), f))
		if (parse(line, text))
			return true;
	return false;
}

static void take_sum(struct ledger *l, const char *name, int64_t value)
{
	size_t s;

	for (s = 0; s < ledger_nr_sums; s++)
		if (!strcmp(name, ledger_sums[s].name))
			*ledger_sum(l, s) = value;
}

bool ledger_line_take(struct ledger *l, const struct ledger_line *line)
{
	const int64_t *v = line->value;
	int row;

	if (line->nr == 1)
		take_sum(l, line->name, v[0]);
	if (line->nr < 2)
		return true;
	row = ledger_row_index(line->name, l->nr_reasons);
	if (row < 0)
		return false;
	l->rows[row] = (struct ledger_row) {
		.count = v[0], .kernel = v[1], .user = v[2], .blocked = v[3], .offcpu = v[4],
		.max = v[5],
	};
	return true;
}
