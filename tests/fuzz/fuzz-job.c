// SPDX-License-Identifier: GPL-2.0
/* What L1 and L2 read off a disk that the other side wrote. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "cell/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct job job;
	static char text[JOB_SIZE + 1], again[JOB_SIZE];
	char error[200], line[JOB_VALUE_SIZE], expanded[JOB_VALUE_SIZE];
	char *argv[JOB_MAX_ARGS], *points[JOB_MAX_POINTS];

	if (size > JOB_SIZE)
		size = JOB_SIZE;
	memcpy(text, data, size);
	text[size] = '\0';
	if (size < JOB_VALUE_SIZE) {
		strcpy(line, text);
		job_split(line, argv);
		strcpy(line, text);
		job_points(line, points);
		job_expand(text, "12345", expanded, sizeof(expanded));
	}
	if (!job_parse(&job, text, error, sizeof(error)) &&
	    job_format(&job, again, sizeof(again)) < 0)
		abort();
	return 0;
}
