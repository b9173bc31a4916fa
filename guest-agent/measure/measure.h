/* SPDX-License-Identifier: GPL-2.0 */
/* Windows around a command or a time, for all commands that measure. */
#ifndef EXITMETER_MEASURE_H
#define EXITMETER_MEASURE_H

#include "subject.h"
#include "windows.h"

/* Of struct measure's interval: end the window now, all is well. */
#define MEASURE_ENOUGH	1

/**
 * struct measure - what to measure, and what was
 * @subject: what the windows are around; its tick is not used
 * @repeat: how many windows
 * @per_vcpu: @interval wants each vCPU, too
 * @interval: called with each interval's window and its end, in seconds since the first; may
 *	be NULL. Its error ends the intervals, and is returned in the end. MEASURE_ENOUGH ends
 *	the window, if it is not around a command.
 * @data: for @interval
 * @windows: receives the windows
 * @last: receives the last one
 * @own_reads: exits in @last by which the meter was read for intervals
 */
struct measure {
	struct subject subject;
	size_t repeat;
	bool per_vcpu;
	int (*interval)(const struct windows *r, double time, void *data);
	void *data;
	struct windows windows;
	struct window last;
	unsigned long own_reads;
};

/**
 * measure_run - do it
 * @m: measure_free() it, also after an error
 *
 * A signal to end ends the repeating. A window that was cut short by one is kept only if
 * there is no other, for it is about something else than the others.
 *
 * Return: 0, or -errno with a message on stderr.
 */
int measure_run(struct measure *m);

/* measure_lock - lock_take() with a message on stderr if it fails */
int measure_lock(void);

void measure_free(struct measure *m);

/* measure_warn - tell on stderr what is wrong with all latches whose flags these are */
void measure_warn(uint32_t flags);

#endif
