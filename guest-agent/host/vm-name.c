// SPDX-License-Identifier: GPL-2.0
#include "vm-name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More words than that before "-name" has nobody. */
#define MOST	65536

static size_t read_file(const char *proc, pid_t pid, const char *file, char *text)
{
	char path[256];
	size_t size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%d/%s", proc, (int)pid, file);
	f = fopen(path, "r");
	if (!f)
		return 0;
	size = fread(text, 1, MOST - 1, f);
	fclose(f);
	text[size] = '\0';
	return size;
}

/* "guest=web1,debug-threads=on", or "web1". */
static void take_option(const char *option, char *name, size_t size)
{
	if (!strncmp(option, "guest=", strlen("guest=")))
		option += strlen("guest=");
	snprintf(name, size, "%.*s", (int)strcspn(option, ","), option);
}

static void make_printable(char *name)
{
	for (; *name; name++)
		if (*name < ' ' || *name > '~')
			*name = '?';
}

void vm_name_read(const char *proc, pid_t pid, char *name, size_t size)
{
	char *text = malloc(MOST);
	size_t length = text ? read_file(proc, pid, "cmdline", text) : 0;
	const char *word;

	*name = '\0';
	for (word = text; length && word < text + length; word += strlen(word) + 1)
		if ((!strcmp(word, "-name") || !strcmp(word, "--name")) &&
		    word + strlen(word) + 1 < text + length)
			take_option(word + strlen(word) + 1, name, size);
	if (text && !*name && read_file(proc, pid, "comm", text))
		snprintf(name, size, "%.*s", (int)strcspn(text, "\n"), text);
	make_printable(name);
	free(text);
}

bool vm_name_matches(const char *wanted, pid_t pid, const char *name)
{
	char *end;
	long number;

	if (!wanted)
		return true;
	number = strtol(wanted, &end, 10);
	if (!*end && end != wanted && number == pid)
		return true;
	return !strcmp(wanted, name);
}
