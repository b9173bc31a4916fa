// SPDX-License-Identifier: GPL-2.0
#include "rule.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

#define BLANKS		" \t"
#define PTI		"pti="
#define HUGEPAGES	"hugepages="
#define CPUS		"cpu="
#define POINTS		"points="
#define MAX_DECIMALS	6

/**
 * struct parser
 * @at: the next word, or the end
 * @length: of it
 * @error: receives what is wrong
 */
struct parser {
	const char *at;
	size_t length;
	char *error;
	size_t size;
};

static void next(struct parser *p)
{
	p->at += p->length;
	p->at += strspn(p->at, BLANKS);
	p->length = strcspn(p->at, BLANKS);
}

static bool is_word(const struct parser *p, const char *word)
{
	return strlen(word) == p->length && !strncmp(p->at, word, p->length);
}

/* The value of NAME=; NULL if the word is another. */
static const char *value_of(const struct parser *p, const char *name)
{
	return strncmp(p->at, name, strlen(name)) ? NULL : p->at + strlen(name);
}

static int refuse(const struct parser *p, const char *wanted)
{
	snprintf(p->error, p->size, "\"%.*s\" is not %s",
		 (int)(p->length > 40 ? 40 : p->length), p->at, wanted);
	return -1;
}

static int read_mode(struct rule *r, struct parser *p)
{
	bool both = is_word(p, "both");

	r->tdp = both || is_word(p, "tdp");
	r->shadow = both || is_word(p, "shadow");
	if (!r->tdp && !r->shadow)
		return refuse(p, "a mode: tdp, shadow or both");
	next(p);
	return 0;
}

/* "NAME=on" or "NAME=off", which may be left out. */
static int read_switch(const char **to, struct parser *p, const char *name)
{
	const char *value = value_of(p, name);
	char wanted[64];

	if (!value)
		return 0;
	*to = !strncmp(value, "on", 2) && p->length == strlen(name) + 2 ? "on" :
	      !strncmp(value, "off", 3) && p->length == strlen(name) + 3 ? "off" : NULL;
	if (!*to) {
		snprintf(wanted, sizeof(wanted), "%son or %soff", name, name);
		return refuse(p, wanted);
	}
	next(p);
	return 0;
}

/* "NAME=WORD,WORD...", which may be left out. */
static int read_list(char **to, struct parser *p, const char *name, const char *wanted)
{
	const char *value = value_of(p, name);

	if (!value)
		return 0;
	*to = memory_printf("%.*s", (int)(p->at + p->length - value), value);
	if (!**to)
		return refuse(p, wanted);
	next(p);
	return 0;
}

static int read_conditions(struct rule *r, struct parser *p)
{
	return read_switch(&r->pti, p, PTI) || read_switch(&r->hugepages, p, HUGEPAGES) ||
	       read_list(&r->cpus, p, CPUS, CPUS "CPU,CPU...") ||
	       read_list(&r->points, p, POINTS, POINTS "POINT,POINT...") ? -1 : 0;
}

static int read_class(struct rule *r, struct parser *p)
{
	r->is_rest = is_word(p, RULE_REST);
	for (r->class = CLASS_ALL; !r->is_rest && r->class < CLASS_LISTED; r->class++)
		if (is_word(p, exit_class_texts[r->class].key))
			break;
	/* What other rules leave is RULE_REST; a sum of some classes is that of their rules. */
	if (r->class == CLASS_LISTED || r->class == CLASS_OTHER || r->class == CLASS_PAGE_TABLES)
		return refuse(p, "a class of exits, such as cr, fault or nested-fault, nor all, "
			      "nor " RULE_REST);
	next(p);
	return 0;
}

/* As it is written everywhere, whatever the locale: 4, 0.01. Negative if it is no such number. */
static double number(const char *text, size_t length)
{
	const char *end = text + length, *dot = memchr(text, '.', length), *c;
	double n = 0, scale = 1;

	if (dot && (dot == text || dot + 1 == end || end - dot - 1 > MAX_DECIMALS))
		return -1;
	for (c = text; c < end && n <= RULE_MAX_EXITS * scale; c++) {
		if (c == dot)
			continue;
		if (!isdigit((unsigned char)*c))
			return -1;
		n = 10 * n + *c - '0';
		if (dot && c > dot)
			scale *= 10;
	}
	return length && n <= RULE_MAX_EXITS * scale ? n / scale : -1;
}

static int read_bound(struct rule *r, struct parser *p)
{
	bool least = is_word(p, ">="), most = is_word(p, "<="), equal = is_word(p, "==");
	double n;

	if (!least && !most && !equal)
		return refuse(p, ">=, <= or ==");
	next(p);
	n = number(p->at, p->length);
	if (n < 0)
		return refuse(p, "a number of exits up to 1000000, such as 4 or 0.01");
	r->low = most ? -INFINITY : n;
	r->high = least ? INFINITY : n;
	next(p);
	return 0;
}

/* With one blank between two words, however the file lines them up. */
static char *squeeze(const char *text)
{
	char *copy = memory_zalloc(strlen(text) + 1), *to = copy;

	for (text += strspn(text, BLANKS); *text; text++)
		if (!strchr(BLANKS, *text))
			*to++ = *text;
		else if (text[1] && !strchr(BLANKS, text[1]))
			*to++ = ' ';
	return copy;
}

/* They are shown on terminals. */
static bool is_text(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return false;
	return true;
}

static int parse(struct rule *r, const char *text, char *error, size_t size)
{
	struct parser p = { .error = error, .size = size };

	memset(r, 0, sizeof(*r));
	r->text = squeeze(text);
	p.at = r->text;
	if (!is_text(text))
		return refuse(&p, "text: it has a control character");
	next(&p);
	if (read_mode(r, &p) || read_conditions(r, &p) || read_class(r, &p) || read_bound(r, &p))
		return -1;
	r->why = p.at;
	return *r->why ? 0 : refuse(&p, "a reason: why must it be so?");
}

static int add(struct rules *rules, const char *text, char *error, size_t size)
{
	rules->rule = memory_grow(rules->rule, rules->nr, sizeof(*rules->rule));
	return parse(&rules->rule[rules->nr++], text, error, size);
}

int rules_set(struct rules *rules, const char *explain, const struct config_values *expect,
	      const char *path)
{
	char error[160];
	size_t i;

	*rules = (struct rules) { .explain = memory_printf("%s", explain) };
	for (i = 0; i < expect->nr; i++) {
		if (!add(rules, expect->value[i], error, sizeof(error)))
			continue;
		warnx("%s:%d: " RULES_EXPECT ": %s", path, expect->line[i], error);
		return -1;
	}
	return 0;
}

int rules_of_file(struct rules *rules, const char *path, const char *text)
{
	char explain[CONFIG_VALUE_SIZE] = "";
	struct config_key keys[] = { { RULES_EXPLAIN, explain, 0, 0 }, { NULL, NULL, 0, 0 } };
	struct config_values expect = { .name = RULES_EXPECT };
	int err = config_parse_some(path, text, keys, &expect);

	*rules = (struct rules) { NULL, NULL, 0 };
	if (!err)
		err = rules_set(rules, explain, &expect, path);
	config_values_free(&expect);
	return err;
}

int rules_from_json(struct rules *rules, const json_t *workload, char *error, size_t size)
{
	json_t *explain = json_object_get(workload, RULES_EXPLAIN), *line;
	json_t *expect = json_object_get(workload, RULES_EXPECT);
	char wrong[160] = "it is not a string";
	size_t i;

	*rules = (struct rules) { NULL, NULL, 0 };
	if ((explain && (!json_is_string(explain) || !is_text(json_string_value(explain)))) ||
	    (expect && !json_is_array(expect)) || json_array_size(expect) > CONFIG_MAX_VALUES) {
		snprintf(error, size, "workload." RULES_EXPLAIN " is no text, or workload."
			 RULES_EXPECT " no array of %d at most", CONFIG_MAX_VALUES);
		return -1;
	}
	rules->explain = memory_printf("%s", explain ? json_string_value(explain) : "");
	json_array_foreach(expect, i, line) {
		if (json_is_string(line) && !add(rules, json_string_value(line), wrong,
						 sizeof(wrong)))
			continue;
		snprintf(error, size, "workload." RULES_EXPECT "[%zu]: %s", i, wrong);
		return -1;
	}
	return 0;
}

struct rules rules_copy(const struct rules *rules)
{
	struct rules copy = { .explain = memory_printf("%s", rules->explain) };
	char error[160];
	size_t i;

	for (i = 0; i < rules->nr; i++)
		add(&copy, rules->rule[i].text, error, sizeof(error));
	return copy;
}

void rules_to_json(const struct rules *rules, json_t *workload)
{
	json_t *expect;
	size_t i;

	if (rules->explain && *rules->explain)
		json_object_set_new(workload, RULES_EXPLAIN, json_string(rules->explain));
	if (!rules->nr)
		return;
	expect = json_array();
	for (i = 0; i < rules->nr; i++)
		json_array_append_new(expect, json_string(rules->rule[i].text));
	json_object_set_new(workload, RULES_EXPECT, expect);
}

/* No list is a list of all. */
static bool is_listed(const char *list, const char *word)
{
	const char *at = list;
	size_t length = strlen(word), n;

	for (; at && *at; at += n + (at[n] == ',')) {
		n = strcspn(at, ",");
		if (n == length && !strncmp(at, word, n))
			return true;
	}
	return !list;
}

bool rule_has_cpu(const struct rule *rule, const char *cpu)
{
	return is_listed(rule->cpus, cpu);
}

bool rule_has_point(const struct rule *rule, const char *point)
{
	return is_listed(rule->points, point);
}

void rules_free(struct rules *rules)
{
	size_t i;

	for (i = 0; i < rules->nr; i++) {
		free(rules->rule[i].text);
		free(rules->rule[i].cpus);
		free(rules->rule[i].points);
	}
	free(rules->rule);
	free(rules->explain);
	*rules = (struct rules) { NULL, NULL, 0 };
}
