// SPDX-License-Identifier: GPL-2.0
#include "fuzz.h"

#include <stdlib.h>

#include "exitbench/matrix/matrix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct matrix m, all = { 0 };
	struct job job;
	char text[JOB_SIZE];
	size_t i;

	if (!matrix_read(&m, fuzz_file("m.matrix", data, size), "benchmarks/workloads", NULL) &&
	    !matrix_join(&all, &m, "*ept*"))
		for (i = 0; i < all.nr_cells && i < 8; i++) {
			cell_job(&all.cells[i], &job);
			job_format(&job, text, sizeof(text));
		}
	free(all.cells);
	matrix_free(&m);
	return 0;
}
