// SPDX-License-Identifier: GPL-2.0
#include "slurm-record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "laws.h"
#include "record.h"

/* What identity_add_machine() adds. */
static const char *const of_machine[] = { "emulator", "cpu_model", "host_kernel", "modules" };

/* The identity that the record must have, with the machine that it names. */
static json_t *wanted_identity(const struct cell *cell, const json_t *identity,
			       const json_t *record)
{
	json_t *wanted = json_copy((json_t *)identity), *value;
	const json_t *has = json_object_get(record, "identity");
	size_t i;

	for (i = 0; i < sizeof(of_machine) / sizeof(of_machine[0]); i++) {
		if (!platform_is_native(cell->platform))
			break;
		value = json_object_get(has, of_machine[i]);
		if (json_is_string(value))
			json_object_set(wanted, of_machine[i], value);
		else
			json_object_del(wanted, of_machine[i]);
	}
	return wanted;
}

static enum slurm_verdict refuse(char *why, size_t size, const char *text)
{
	snprintf(why, size, "%s", text);
	return SLURM_INVALID;
}

static enum slurm_verdict judge(const char *path, const struct cell *cell, const json_t *identity,
				json_t *record, char *why, size_t size)
{
	const char *status = record_status(record);
	const char *error = json_string_value(json_object_get(record, "error"));
	json_t *wanted, *laws;
	bool same, kept;

	if (!*status)
		return refuse(why, size, "it is no record of this version");
	wanted = wanted_identity(cell, identity, record);
	same = json_equal(wanted, json_object_get(record, "identity"));
	kept = same && record_is_kept(path, cell, wanted);
	json_decref(wanted);
	if (!same)
		return refuse(why, size, "it was measured with another image");
	if (!record_is_good(record)) {
		snprintf(why, size, "%.200s: %.500s", status, error ? error : "");
		return SLURM_FAILED;
	}
	if (!kept)
		return refuse(why, size, "it is of another cell or workload");
	if (strcmp(status, RECORD_OK))
		return SLURM_GOOD;
	laws = laws_check(cell, json_object_get(record, "measured"));
	same = !laws_broken(laws, why, size);
	json_decref(laws);
	return same ? SLURM_GOOD : SLURM_INVALID;
}

enum slurm_verdict slurm_record_look(const char *path, const struct cell *cell,
				     const json_t *identity, json_t **record, char *why,
				     size_t size)
{
	enum slurm_verdict verdict;
	json_error_t error;

	*why = '\0';
	*record = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!*record) {
		snprintf(why, size, "%s", error.text);
		return access(path, F_OK) && errno == ENOENT ? SLURM_MISSING : SLURM_INVALID;
	}
	verdict = judge(path, cell, identity, *record, why, size);
	if (verdict == SLURM_INVALID) {
		json_decref(*record);
		*record = NULL;
	}
	return verdict;
}
