// SPDX-License-Identifier: GPL-2.0
#include "name.h"

#include <string.h>

#define ALPHANUMERIC	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define LETTERS		ALPHANUMERIC "-_."

static bool is_of_letters(const char *name, size_t max)
{
	size_t length = strlen(name);

	return length && length <= max && strspn(name, ALPHANUMERIC) &&
	       strspn(name, LETTERS) == length;
}

bool name_is_good(const char *name)
{
	return is_of_letters(name, NAME_MAX_LENGTH);
}

bool name_is_cell(const char *name)
{
	return is_of_letters(name, NAME_CELL_SIZE - 1);
}

void name_make_good(char *name)
{
	char *c;

	if (strlen(name) > NAME_MAX_LENGTH)
		name[NAME_MAX_LENGTH] = '\0';
	for (c = name; *c; c++)
		if (!strchr(c == name ? ALPHANUMERIC : LETTERS, *c))
			*c = '_';
}
