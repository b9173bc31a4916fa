// SPDX-License-Identifier: GPL-2.0
#include "window-file.h"

#include <errno.h>
#include <string.h>

#include "ledger/window/window-json.h"

/* A window with details of many keys takes that. */
#define ROOM	(1 << 20)

int window_file_open(struct output *out, const char *path)
{
	return output_open(out, path, ROOM);
}

int window_file_write(struct output *out, const struct window *w, char *const argv[])
{
	int err = output_json(out, window_to_json(w, argv), false);

	return err ? err : output_commit(out);
}

int window_file_read(struct window *w, const char *path)
{
	json_error_t where;
	char error[200];
	json_t *json, *window;
	int err = 0;

	memset(w, 0, sizeof(*w));
	json = strcmp(path, "-") ? json_load_file(path, 0, &where) : json_loadf(stdin, 0, &where);
	if (!json) {
		fprintf(stderr, "exitmeter: read %s: line %d: %s\n", path, where.line, where.text);
		return -EINVAL;
	}
	/* The record of a cell has it one level down. */
	window = json_object_get(json_object_get(json, "measured"), "window");
	if (window_from_json(w, window ? window : json, error, sizeof(error))) {
		fprintf(stderr, "exitmeter: %s is not a window as 'exitmeter record' writes one: "
			"%s\n", path, error);
		err = -EINVAL;
	}
	json_decref(json);
	return err;
}
