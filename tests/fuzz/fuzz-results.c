// SPDX-License-Identifier: GPL-2.0
/*
 * What comes out of a machine: the stream on the exchange disk, and, for the fuzzer gets not far
 * beyond a tar header, each of the files in it. The first byte says which. Then a record is made.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exitbench/collect/collect.h"
#include "exitbench/collect/exchange.h"
#include "exitbench/matrix/matrix.h"
#include "exitbench/collect/symptom.h"
#include "record/run-dir.h"

static const char *const files[] = {
	"ledger.before", "ledger.after", "ledger.end", "kvm-stats.before", "kvm-stats.end",
	"timeline", "tracepoint.hist", "status", "l2/status", "l2/window.json", "l2/startup.json",
	"l2/window.0.json", "l2/command.0.out", "l2/command.out", "console.log", "l2-console.log",
	"observer.log",
};

#define NR_FILES (sizeof(files) / sizeof(files[0]))

static struct matrix matrix;

static void begin(void)
{
	static const char text[] = "platforms = bochs-vmx\npaging = tdp\n"
				   "workloads = idle syscall\n";

	if (matrix.nr_cells)
		return;
	if (matrix_read(&matrix, fuzz_file("m.matrix", (const uint8_t *)text, strlen(text)),
			"benchmarks/workloads", NULL))
		abort();
}

static void unpack(const uint8_t *data, size_t size)
{
	char logs[PATH_MAX];
	const char *image;
	int fd;

	strcpy(logs, fuzz_path("logs"));
	image = fuzz_path("exchange.img");
	fd = open(image, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || pwrite(fd, data, size, JOB_SIZE) != (ssize_t)size || close(fd))
		abort();
	exchange_unpack(image, logs);
}

static void build(const struct cell *cell)
{
	struct cell_end end = { .phase = "l2", .results = true };
	struct collect_how how = { .jobs = 1, .boots = 1, .identity = json_object() };
	char logs[PATH_MAX], text[600];
	const char *symptom;
	struct record *record;

	strcpy(logs, fuzz_path("logs"));
	end.logs = logs;
	symptom = symptom_find(&end, text, sizeof(text));
	how.error = symptom ? text : NULL;
	record = collect(cell, logs, &how);
	if (symptom)
		record->end = symptom_json(&end, symptom);
	/* What can't be written can't be kept. */
	if (record_write(record, fuzz_path("record.json")))
		abort();
	record_free(record);
	json_decref(how.identity);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[64], logs[PATH_MAX];
	size_t which;

	if (!size)
		return 0;
	begin();
	strcpy(logs, fuzz_path("logs"));
	run_dir_remove(logs);
	fuzz_path("logs/x");
	which = *data % (NR_FILES + 1);
	if (which == NR_FILES) {
		unpack(data + 1, size - 1);
	} else {
		strcpy(name, "logs/");
		strcat(name, files[which]);
		fuzz_file(name, data + 1, size - 1);
	}
	build(&matrix.cells[*data & 0x80 ? 1 : 0]);
	return 0;
}
