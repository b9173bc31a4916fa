/* SPDX-License-Identifier: GPL-2.0 */
/* How a cell ended that ended badly: which of the machines in it, and in what way. */
#ifndef EXITBENCH_SYMPTOM_H
#define EXITBENCH_SYMPTOM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct cell_end - what is known of a cell's end
 * @logs: folder with what it wrote
 * @phase: the last one that it told of
 * @status: of the emulator, as wait() has it
 * @timed_out: was the emulator ended because time was up?
 * @results: did results come out?
 * @damaged: something came out that is no results
 * @state: the letter of the emulator's state when time was up, as in /proc; 0 if unknown
 * @idle: seconds for which it had used no CPU time then
 * @never_idle: is it an emulator that always uses CPU time?
 */
struct cell_end {
	const char *logs;
	const char *phase;
	int status;
	bool timed_out;
	bool results;
	bool damaged;
	char state;
	double idle;
	bool never_idle;
};

/**
 * symptom_find - tell how it ended
 * @text: receives a sentence
 *
 * Return: a name out of SYMPTOMS in symptom.c, such as "guest-panicked", or NULL if nothing is
 * known to be wrong with the machines.
 */
const char *symptom_find(const struct cell_end *end, char *text, size_t size);

/**
 * symptom_json - what a record keeps of it
 * @name: from symptom_find()
 *
 * Return: a new object: "symptom", "emulator", how it ended, and "console", "guest_console",
 * the last lines that L1 and L2 wrote, bytes that are no printable ASCII as \xNN.
 */
json_t *symptom_json(const struct cell_end *end, const char *name);

#endif
