// SPDX-License-Identifier: GPL-2.0
#include "slurm-record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "exitbench/collect/collect.h"

/* What identity_add_machine() adds. */
static const char *const of_machine[] = { "emulator", "cpu_model", "host_kernel", "modules" };

/* The identity that the record must have, with the machine that it names. */
static json_t *wanted_identity(const struct cell *cell, const json_t *identity,
			       const struct record *r)
{
	json_t *wanted = json_copy((json_t *)identity), *value;
	size_t i;

	for (i = 0; i < sizeof(of_machine) / sizeof(of_machine[0]); i++) {
		if (!platform_is_native(cell->platform))
			break;
		value = json_object_get(r->identity, of_machine[i]);
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

static enum slurm_verdict judge(const struct cell *cell, const json_t *identity,
				struct record *r, char *why, size_t size)
{
	json_t *wanted = wanted_identity(cell, identity, r);
	bool same = json_equal(wanted, r->identity);
	char *text;

	json_decref(wanted);
	if (!same)
		return refuse(why, size, "it was measured with another image");
	if (!collect_is_of(r, cell))
		return refuse(why, size, "it is of another cell or workload");
	if (!record_is_good(r)) {
		snprintf(why, size, "%.200s: %.500s", r->status, r->error);
		return SLURM_FAILED;
	}
	if (!record_check(r)->failed)
		return SLURM_GOOD;
	text = check_text(checks_first_failed(r->checks));
	refuse(why, size, text);
	free(text);
	return SLURM_INVALID;
}

enum slurm_verdict slurm_record_look(const char *path, const struct cell *cell,
				     const json_t *identity, struct record **record, char *why,
				     size_t size)
{
	enum slurm_verdict verdict;

	*why = '\0';
	*record = NULL;
	if (access(path, F_OK) && errno == ENOENT)
		return SLURM_MISSING;
	*record = record_load(path);
	if (!*record)
		return refuse(why, size, "it can't be read");
	verdict = judge(cell, identity, *record, why, size);
	if (verdict == SLURM_INVALID) {
		record_free(*record);
		*record = NULL;
	}
	return verdict;
}
