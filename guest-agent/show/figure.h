/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers in few columns, for people; files have them in full. */
#ifndef EXITMETER_FIGURE_H
#define EXITMETER_FIGURE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Room for every figure, its NUL included; none has more than 6 characters. */
#define FIGURE_SIZE	8

/**
 * figure_short - three digits or so of a number, and k, M, G, T, P
 * @buf: receives it
 *
 * Return: @buf; at most 5 characters, 6 with a sign.
 */
const char *figure_short(double value, char buf[FIGURE_SIZE]);

/* figure_share - part of whole in percent; "-" if there is no whole */
const char *figure_share(double part, double whole, char buf[FIGURE_SIZE]);

/* figure_average - @sum over @nr as figure_short(); "-" for none */
const char *figure_average(double sum, double nr, char buf[FIGURE_SIZE]);

/**
 * figure_words - a command's words, in one line that no terminal is upset by
 * @argv: NULL-terminated
 * @max: most columns; what is longer ends with "..."
 */
void figure_words(FILE *out, char *const argv[], size_t max);

#endif
