// SPDX-License-Identifier: GPL-2.0
#include "memory.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


static void *check(void *p)
{
	if (!p) {
		warnx("out of memory");
		exit(1);
	}
	return p;
}

void *memory_zalloc(size_t size)
{
	return check(calloc(1, size));
}

void *memory_grow(void *array, size_t nr, size_t size)
{
	char *grown = check(reallocarray(array, nr + 1, size));

	memset(grown + nr * size, 0, size);
	return grown;
}

void *memory_resize(void *array, size_t nr, size_t size)
{
	/* Of nothing there may be no address. */
	return check(reallocarray(array, nr ? nr : 1, size));
}

char *memory_printf(const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	return check(n < 0 ? NULL : text);
}

void memory_append(char **to, const char *separator, const char *text)
{
	char *longer = memory_printf("%s%s%s", *to, **to ? separator : "", text);

	free(*to);
	*to = longer;
}
