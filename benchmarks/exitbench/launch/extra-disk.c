// SPDX-License-Identifier: GPL-2.0
#include "extra-disk.h"

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool system_file(const struct cell *cell, const char *image, const char *suffix,
			char path[PATH_MAX])
{
	if (!strcmp(cell->workload->system, JOB_SYSTEM_SMALL))
		return false;
	snprintf(path, PATH_MAX, "%s/%.64s.%s", image, cell->workload->system, suffix);
	return true;
}

bool extra_disk_path(const struct cell *cell, const char *image, char path[PATH_MAX])
{
	if (cell->workload->payload) {
		strcpy(path, EXTRA_DISK_PAYLOAD);
		return true;
	}
	return system_file(cell, image, "img", path);
}

int extra_disk_identify(json_t *identity, const struct cell *cell, const char *image)
{
	char path[PATH_MAX], disk[PATH_MAX];
	json_error_t error;
	json_t *json;

	if (cell->workload->payload)
		json_object_set_new(identity, "files", json_string(cell->workload->payload->hash));
	if (!system_file(cell, image, "json", path))
		return 0;
	extra_disk_path(cell, image, disk);
	json = access(disk, R_OK) ? NULL : json_load_file(path, 0, &error);
	if (!json || json_object_update(identity, json)) {
		warnx("workload %s runs %s, and there is no %s with its %s; "
		      "'make image-%s' builds them",
		      cell->workload->name, cell->workload->system, disk, path,
		      cell->workload->system);
		json_decref(json);
		return -1;
	}
	json_decref(json);
	return 0;
}
