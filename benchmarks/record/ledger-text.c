// SPDX-License-Identifier: GPL-2.0
#include "ledger-text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
