/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For targets that read JSON: most changes of bytes make none of it, and get no further than its
 * parser. Here a value of it is changed, three times of four.
 */
#ifndef TESTS_FUZZ_MUTATE_JSON_H
#define TESTS_FUZZ_MUTATE_JSON_H

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);

static json_t *odd_value(unsigned int *state)
{
	static const json_int_t numbers[] = {
		0, 1, -1, 2, 255, 256, 65536, INT_MAX, 1ll << 58, (1ll << 58) + 1, LLONG_MAX,
		LLONG_MIN,
	};
	static const char *const words[] = { "", "ok", "../x", "tdp", "shadow", "VMX", "\xc3\xa4" };
	static const size_t nr_numbers = sizeof(numbers) / sizeof(numbers[0]);
	static const size_t nr_words = sizeof(words) / sizeof(words[0]);

	switch (rand_r(state) % 8) {
	case 0: return json_null();
	case 1: return json_true();
	case 2: return json_array();
	case 3: return json_object();
	case 4: return json_real(1e300);
	case 5: return json_string(words[rand_r(state) % nr_words]);
	default: return json_integer(numbers[rand_r(state) % nr_numbers]);
	}
}

/* Go down at random; change what is there. */
static void change(json_t *json, unsigned int *state)
{
	size_t nr = json_is_array(json) ? json_array_size(json) : json_object_size(json), i = 0, at;
	const char *key;
	json_t *value;
	void *next;

	if (!nr)
		return;
	at = rand_r(state) % nr;
	if (json_is_array(json)) {
		value = json_array_get(json, at);
		if ((json_is_array(value) || json_is_object(value)) && rand_r(state) % 8)
			change(value, state);
		else if (rand_r(state) % 4)
			json_array_set_new(json, at, odd_value(state));
		else if (rand_r(state) % 2)
			json_array_remove(json, at);
		else
			json_array_append(json, value);
		return;
	}
	json_object_foreach_safe(json, next, key, value) {
		if (i++ != at)
			continue;
		if ((json_is_array(value) || json_is_object(value)) && rand_r(state) % 8)
			change(value, state);
		else if (rand_r(state) % 4)
			json_object_set_new(json, key, odd_value(state));
		else
			json_object_del(json, key);
		return;
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	json_t *json = seed % 4 ? json_loadb((const char *)data, size, 0, NULL) : NULL;
	unsigned int times = 1 + seed / 4 % 4;
	char *text;

	if (!json)
		return LLVMFuzzerMutate(data, size, max);
	while (times--)
		change(json, &seed);
	text = json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER);
	json_decref(json);
	if (text && strlen(text) <= max) {
		size = strlen(text);
		memcpy(data, text, size);
	}
	free(text);
	return size;
}

#endif
