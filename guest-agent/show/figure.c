// SPDX-License-Identifier: GPL-2.0
#include "figure.h"

#include <math.h>
#include <string.h>

const char *figure_short(double value, char buf[FIGURE_SIZE])
{
	static const char prefixes[] = " kMGTPE";
	double size = fabs(value);
	size_t i = 0;

	/* 999.5 would be printed with four digits before the prefix. */
	if (size >= 99999.5 || (size >= 9999.5 && size != floor(size)))
		while (size >= 999.5 && prefixes[i + 1]) {
			size /= 1000;
			i++;
		}
	if (i)
		snprintf(buf, FIGURE_SIZE, "%s%.*f%c", value < 0 ? "-" : "",
			 size < 9.995 ? 2 : size < 99.95 ? 1 : 0, size, prefixes[i]);
	else
		snprintf(buf, FIGURE_SIZE, "%s%.*f", value < 0 ? "-" : "",
			 size == floor(size) || size >= 99.95 ? 0 : size < 9.995 ? 2 : 1, size);
	return buf;
}

const char *figure_share(double part, double whole, char buf[FIGURE_SIZE])
{
	double percent = whole > 0 ? 100 * part / whole : 0;

	/* A net figure can be a little below zero; a share beyond all is damage. */
	if (whole > 0 && fabs(percent) < 999.5)
		snprintf(buf, FIGURE_SIZE, "%.*f%%", fabs(percent) < 99.95 ? 1 : 0, percent);
	else
		strcpy(buf, "-");
	return buf;
}

const char *figure_average(double sum, double nr, char buf[FIGURE_SIZE])
{
	if (nr > 0)
		return figure_short(round(sum / nr), buf);
	strcpy(buf, "-");
	return buf;
}

/* The bytes of a word as they may stand on a terminal. */
static size_t print_byte(FILE *out, unsigned char c)
{
	if (c >= ' ' && c <= '~') {
		putc(c, out);
		return 1;
	}
	return fprintf(out, "\\x%02x", c);
}

void figure_words(FILE *out, char *const argv[], size_t max)
{
	size_t used = 0;
	const char *c;

	for (; *argv; argv++) {
		for (c = *argv; *c; c++) {
			if (used + 4 + strlen("...") > max) {
				fputs("...", out);
				return;
			}
			used += print_byte(out, *c);
		}
		if (argv[1])
			used += fprintf(out, " ");
	}
}
