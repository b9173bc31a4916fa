/* SPDX-License-Identifier: GPL-2.0 */
/* exitmeter --host: the VMs of this host. What its commands have in common. */
#ifndef EXITMETER_HOST_H
#define EXITMETER_HOST_H

#include "backend.h"
#include "measure/subject.h"
#include "printer.h"

/**
 * struct host - what is looked at, and with what
 * @options: from the command line
 * @backend: open between host_open() and host_close()
 * @facts: of the host's KVM
 */
struct host {
	struct backend_options options;
	const struct backend *backend;
	struct kvm_facts facts;
};

/* host_argp - --than, --by and --cost; its input is a struct host. For use as a child. */
extern const struct argp host_argp;

/**
 * host_open - begin to look
 *
 * Return: an exit status, with a message on stderr if it is not STATUS_OK.
 */
int host_open(struct host *h);

void host_close(struct host *h);

/**
 * struct host_measure - looks around a command or a time
 * @host: open
 * @subject: what to run; its tick is not used
 * @interval: called with each interval's windows and its end, in seconds since the first; may
 *	be NULL. MEASURE_ENOUGH ends the measuring, if it is not around a command
 * @data: for @interval
 * @windows: receives the windows of the whole time; vm_windows_free() them, also after an error
 * @seconds: that was
 */
struct host_measure {
	struct host *host;
	struct subject subject;
	int (*interval)(const struct vm_windows *w, double time, void *data);
	void *data;
	struct vm_windows windows;
	double seconds;
};

/**
 * host_measure - look, run, look
 *
 * Return: 0, or -errno with a message on stderr; -ESRCH if there is no VM at both ends.
 */
int host_measure(struct host_measure *m);

/**
 * host_print - the VMs' windows, as a table, CSV or JSON
 * @p: open; its view says what
 *
 * Return: 0, or -errno with a message on stderr.
 */
int host_print(struct printer *p, const struct host *h, const struct vm_windows *w);

/* host_printer_open - printer_open() for host_print() */
int host_printer_open(struct printer *p, const struct host *h);

/* The commands. @h has what stands before them on the command line; return the exit status. */
int host_stat(struct host *h, int argc, char **argv);
int host_watch(struct host *h, int argc, char **argv);
int host_record(struct host *h, int argc, char **argv);
int host_top(struct host *h, int argc, char **argv);

#endif
