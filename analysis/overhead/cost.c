// SPDX-License-Identifier: GPL-2.0
#include "cost.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

/* A longer line is none of ours. */
#define LINE_SIZE	256
#define MAX_WORDS	16

/* More would be a week at 3 GHz: damage. */
#define MAX_VALUE	((int64_t)1 << 51)

#define FIGURE(name) { #name, offsetof(struct cost, name) }

const struct cost_figure cost_figures[COST_FIGURES] = {
	FIGURE(n), FIGURE(min), FIGURE(median), FIGURE(p99), FIGURE(max), FIGURE(mean),
};

static int read_number(int64_t *to, const char *word)
{
	unsigned long long n;
	char *end;

	/* strtoull() would take blanks and signs. */
	if (!isdigit((unsigned char)*word))
		return -1;
	n = strtoull(word, &end, 10);
	if (*end || n > (unsigned long long)MAX_VALUE)
		return -1;
	*to = n;
	return 0;
}

static size_t split(char *line, char *words[MAX_WORDS])
{
	char *save, *word;
	size_t n = 0;

	for (word = strtok_r(line, " \t\r", &save); word && n < MAX_WORDS;
	     word = strtok_r(NULL, " \t\r", &save))
		words[n++] = word;
	return n;
}

static bool is_ordered(const struct cost *c)
{
	return c->n > 0 && c->min <= c->median && c->median <= c->p99 && c->p99 <= c->max &&
	       c->min <= c->mean && c->mean <= c->max;
}

/* NAME n N min A median B p99 C max D mean E */
static const char *read_cost(struct costs *costs, char *const words[], size_t nr)
{
	struct cost c = { .n = 0 };
	size_t i;

	if (nr != 1 + 2 * COST_FIGURES)
		return "not a name and six figures";
	if (strlen(words[0]) >= sizeof(c.name))
		return "the name is too long";
	strcpy(c.name, words[0]);
	for (i = 0; i < COST_FIGURES; i++) {
		if (strcmp(words[1 + 2 * i], cost_figures[i].name))
			return "the figures are not n, min, median, p99, max, mean";
		if (read_number((int64_t *)((char *)&c + cost_figures[i].offset),
				words[2 + 2 * i]))
			return "a figure is not a number that can be";
	}
	if (!is_ordered(&c))
		return "not min <= median <= p99 <= max, with the mean between";
	if (costs_find(costs, c.name))
		return "the name is there twice";
	costs->cost = memory_grow(costs->cost, costs->nr, sizeof(c));
	costs->cost[costs->nr++] = c;
	return NULL;
}

static const char *read_exits(int64_t *to, char *const words[], size_t nr)
{
	if (nr != 3 || read_number(to, words[2]))
		return "the number of exits is not one that can be";
	return NULL;
}

static const char *read_words(struct costs *c, char *const words[], size_t nr)
{
	if (nr < 2)
		return NULL;
	if (!strcmp(words[1], "n"))
		return read_cost(c, words, nr);
	if (!strcmp(words[1], "exits") && !strcmp(words[0], "window"))
		return read_exits(&c->window_exits, words, nr);
	if (!strcmp(words[1], "exits") && !strcmp(words[0], "snapshot"))
		return read_exits(&c->snapshot_exits, words, nr);
	return NULL;
}

int costs_parse(struct costs *c, const char *text, char *error, size_t size)
{
	char line[LINE_SIZE], *words[MAX_WORDS];
	const char *wrong;
	size_t len;
	int number;

	*c = (struct costs) { .window_exits = -1, .snapshot_exits = -1 };
	for (number = 1; *text; number++, text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (len >= sizeof(line))
			continue;
		memcpy(line, text, len);
		line[len] = '\0';
		wrong = read_words(c, words, split(line, words));
		if (!wrong)
			continue;
		snprintf(error, size, "line %d of the output, \"%.*s\": %s", number, (int)len, text,
			 wrong);
		costs_free(c);
		return -1;
	}
	return 0;
}

void costs_free(struct costs *c)
{
	free(c->cost);
	c->cost = NULL;
	c->nr = 0;
}

const struct cost *costs_find(const struct costs *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (!strcmp(c->cost[i].name, name))
			return &c->cost[i];
	return NULL;
}
