// SPDX-License-Identifier: GPL-2.0
#include "symptom.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cell/wait-status.h"
#include "log-file.h"
#include "sign.h"
#include "status.h"

/* What L1 says of the VMM's end, see l1-vm.c. */
#define VMM_ENDED	"QEMU "

#define LINES		20
#define LINE_SIZE	200
/* Seconds after which one that always uses CPU time hangs. */
#define IDLE		5.0

static bool emulator_killed(const struct cell_end *end, char *text, size_t size)
{
	char how[128];

	if (end->timed_out || !WIFSIGNALED(end->status))
		return false;
	snprintf(text, size, "the emulator %s, in phase \"%s\"",
		 wait_status_text(end->status, how, sizeof(how)), end->phase);
	return true;
}

static bool emulator_hung(const struct cell_end *end, char *text, size_t size)
{
	bool stopped = end->state && strchr("TtD", end->state);

	if (!end->timed_out || !(stopped || (end->never_idle && end->idle >= IDLE)))
		return false;
	snprintf(text, size, "the emulator hung (state %c, no CPU time for %.0f s), in phase "
		 "\"%s\"", end->state ? end->state : '?', end->idle, end->phase);
	return true;
}

static bool l1_panicked(const struct cell_end *end, char *text, size_t size)
{
	char line[300];

	if (!sign_find(end->logs, SIGN_L1_PANIC, line, sizeof(line)))
		return false;
	snprintf(text, size, "L1 panicked, in phase \"%s\": %s", end->phase, line);
	return true;
}

static bool agent_crashed(const struct cell_end *end, char *text, size_t size)
{
	const struct sign *sign;
	char line[300];
	long code;

	sign = sign_find(end->logs, SIGN_AGENT_KILLED, line, sizeof(line));
	if (!sign)
		return false;
	/* The kernel has it as wait() does. */
	code = strtol(sign_behind(sign, line), NULL, 16);
	snprintf(text, size, "the agent crashed in L2: it %s",
		 wait_status_text(code, line, sizeof(line)));
	return true;
}

static bool guest_panicked(const struct cell_end *end, char *text, size_t size)
{
	char line[300];

	if (!sign_find(end->logs, SIGN_L2_PANIC, line, sizeof(line)))
		return false;
	snprintf(text, size, "L2 panicked: %s", line);
	return true;
}

static bool vmm_crashed(const struct cell_end *end, char *text, size_t size)
{
	char error[300];

	if (!status_find(end->logs, "error", error, sizeof(error)) ||
	    strncmp(error, VMM_ENDED, strlen(VMM_ENDED)))
		return false;
	snprintf(text, size, "in L1 %s", error);
	return true;
}

/* L1 has started L2, and waits for it. */
static bool guest_hung(const struct cell_end *end, char *text, size_t size)
{
	if (!end->timed_out || (strcmp(end->phase, "l2") && strcmp(end->phase, "window") &&
				strcmp(end->phase, "read")))
		return false;
	snprintf(text, size, "L2 hung, in phase \"%s\"", end->phase);
	return true;
}

static bool l1_hung(const struct cell_end *end, char *text, size_t size)
{
	if (!end->timed_out)
		return false;
	snprintf(text, size, "L1 hung, in phase \"%s\"", end->phase);
	return true;
}

/* Of what L1 and L2 say themselves the record's builder knows. */
static bool l1_failed(const struct cell_end *end, char *text, size_t size)
{
	const struct sign *sign;
	char line[300];

	sign = end->results ? NULL : sign_find(end->logs, SIGN_L1_FAILED, line, sizeof(line));
	if (!sign)
		return false;
	snprintf(text, size, "L1 failed: %s", sign_behind(sign, line));
	return true;
}

static bool no_results(const struct cell_end *end, char *text, size_t size)
{
	char how[128];

	if (end->results)
		return false;
	snprintf(text, size, "the machine ended in phase \"%s\" and wrote %s (the emulator %s); "
		 "see its console.log and emulator.log", end->phase,
		 end->damaged ? "results that are damaged, or more than 16 MiB" : "no results",
		 wait_status_text(end->status, how, sizeof(how)));
	return true;
}

/* What says most of the cause comes first: a panic is why the VMM ended. */
static const struct {
	const char *name;
	bool (*find)(const struct cell_end *end, char *text, size_t size);
} symptoms[] = {
	{ "emulator-killed", emulator_killed },
	{ "emulator-hung", emulator_hung },
	{ "l1-panicked", l1_panicked },
	{ "agent-crashed", agent_crashed },
	{ "guest-panicked", guest_panicked },
	{ "vmm-crashed", vmm_crashed },
	{ "guest-hung", guest_hung },
	{ "l1-hung", l1_hung },
	{ "l1-failed", l1_failed },
	{ "no-results", no_results },
};

const char *symptom_find(const struct cell_end *end, char *text, size_t size)
{
	size_t i;

	for (i = 0; i < sizeof(symptoms) / sizeof(symptoms[0]); i++)
		if (symptoms[i].find(end, text, size))
			return symptoms[i].name;
	return NULL;
}

/* A line of a machine is untrusted, and need not be text. */
static json_t *line_json(const char *line, size_t length)
{
	char text[LINE_SIZE * 4 + 1];
	size_t used = 0, i;

	for (i = 0; i < length && i < LINE_SIZE; i++) {
		unsigned char c = line[i];

		if (isascii(c) && isprint(c) && c != '\\')
			text[used++] = c;
		else
			used += snprintf(text + used, sizeof(text) - used, "\\x%02x", c);
	}
	text[used] = '\0';
	return json_string(text);
}

static json_t *last_lines(const char *logs, const char *log)
{
	json_t *lines = json_array();
	FILE *f = log_file_open(logs, log);
	char text[LINES * LINE_SIZE], *line, *end;
	size_t size;

	if (!f)
		return lines;
	if (fseek(f, -(long)sizeof(text), SEEK_END))
		rewind(f);
	size = fread(text, 1, sizeof(text), f);
	fclose(f);
	for (line = text; line < text + size; line = end + 1) {
		end = memchr(line, '\n', text + size - line);
		if (!end)
			end = text + size;
		json_array_append_new(lines, line_json(line, end - line -
						       (end > line && end[-1] == '\r')));
		if (json_array_size(lines) > LINES)
			json_array_remove(lines, 0);
	}
	return lines;
}

json_t *symptom_json(const struct cell_end *end, const char *name)
{
	char how[128];

	return json_pack("{s:s, s:s, s:o, s:o}", "symptom", name,
			 "emulator", wait_status_text(end->status, how, sizeof(how)),
			 "console", last_lines(end->logs, SIGN_L1),
			 "guest_console", last_lines(end->logs, SIGN_L2));
}
