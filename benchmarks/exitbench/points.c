// SPDX-License-Identifier: GPL-2.0
#include "points.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell/job.h"
#include "record/log-file.h"
#include "ledger/window-json.h"

/* Reads "N WHAT"; false if that is not what it is. */
static bool read_operations(const char *text, json_t **operations)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text || number < 0 || *end != ' ')
		return false;
	end++;
	*operations = json_pack("{s:I, s:o}", "number", (json_int_t)number,
				"what", json_stringn(end, strcspn(end, "\n")));
	return *operations;
}

json_t *points_operations(const char *output)
{
	static const char key[] = "operations ";
	json_t *operations = NULL;
	const char *line = output;

	for (; line && *line; line = strchr(line, '\n'), line += !!line) {
		if (strncmp(line, key, strlen(key)))
			continue;
		if (!operations && read_operations(line + strlen(key), &operations))
			continue;
		json_decref(operations);
		return json_null();
	}
	return operations ? operations : json_null();
}

static json_t *read_point(const char *logs, const char *point, int number)
{
	char window[64], startup[64], output[64];
	json_t *text, *operations;

	snprintf(window, sizeof(window), "l2/window.%d.json", number);
	snprintf(startup, sizeof(startup), "l2/startup.%d.json", number);
	snprintf(output, sizeof(output), "l2/command.%d.out", number);
	text = log_file_text(logs, output);
	operations = points_operations(json_string_value(text));
	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "point", point, "operations", operations,
			 "window", log_file_json(logs, window),
			 "startup", log_file_json(logs, startup),
			 "output", log_file_shortened(text));
}

json_t *points_read(const char *logs, const char *points)
{
	char copy[JOB_VALUE_SIZE], *words[JOB_MAX_POINTS];
	json_t *json;
	int nr, i;

	snprintf(copy, sizeof(copy), "%s", points);
	nr = job_points(copy, words);
	if (nr <= 0)
		return NULL;
	json = json_array();
	for (i = 0; i < nr; i++)
		json_array_append_new(json, read_point(logs, words[i], i));
	return json;
}

static json_t *sum_to_json(const struct window *sum, const char *command)
{
	char copy[JOB_VALUE_SIZE], *argv[JOB_MAX_ARGS];

	snprintf(copy, sizeof(copy), "%s", command);
	if (job_split(copy, argv) < 0)
		*argv = NULL;
	return window_to_json(sum, argv);
}

json_t *points_sum(const json_t *points, const char *key, const char *command)
{
	struct window sum = { .nr_vcpus = 0 }, w;
	json_t *point, *json = NULL;
	char error[128];
	bool bad = false;
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		if (window_from_json(&w, json_object_get(point, key), error, sizeof(error))) {
			bad = true;
			break;
		}
		bad |= window_add(&sum, &w);
		window_free(&w);
	}
	if (!bad && i)
		json = sum_to_json(&sum, command);
	window_free(&sum);
	return json ? json : json_null();
}

bool points_error(const json_t *points, char *text, size_t size)
{
	const json_t *operations;
	json_t *point;
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		operations = json_object_get(point, "operations");
		if (json_integer_value(json_object_get(operations, "number")) > 0)
			continue;
		snprintf(text, size, "at point %s the command printed no line \"operations N "
			 "WHAT\" with N above 0, or more than one; see \"output\"",
			 json_string_value(json_object_get(point, "point")));
		return true;
	}
	return false;
}
