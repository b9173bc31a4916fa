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
 * @repeat: how often, one after the other
 * @one_vm: it is to be about one VM; where there are several nothing is run
 * @interval: called with each interval's windows and its end, in seconds since the first; may
 *	be NULL. MEASURE_ENOUGH ends the measuring, if it is not around a command
 * @data: for @interval
 * @nr: how often it was measured
 * @windows: receives the windows of each whole time
 * @seconds: that was, all in all
 */
struct host_measure {
	struct host *host;
	struct subject subject;
	size_t repeat;
	bool one_vm;
	int (*interval)(const struct vm_windows *w, double time, void *data);
	void *data;
	size_t nr;
	struct vm_windows *windows;
	double seconds;
};

/**
 * host_measure - look, run, look
 * @m: host_measure_free() it, also after an error
 *
 * A signal to end ends the repeating. What was cut short by one is kept only if there is nothing
 * else, for it is about something else than the others.
 *
 * Return: 0, or -errno with a message on stderr; -ESRCH if there is no VM at both ends, or if there
 *	are several and one is wanted.
 */
int host_measure(struct host_measure *m);

void host_measure_free(struct host_measure *m);

/**
 * host_print - the VMs' windows, as a table, CSV or JSON
 * @p: open; its view says what
 * @w: of the same work, one behind the other; the VMs are those of the last
 * @nr: how many, from 1
 *
 * Return: 0, or -errno with a message on stderr.
 */
int host_print(struct printer *p, const struct host *h, const struct vm_windows *w, size_t nr);

/* host_backend_to_json - what looks, what that costs and can't see; NULL for want of memory */
json_t *host_backend_to_json(const struct backend *b);

/* host_printer_open - printer_open() for host_print() */
int host_printer_open(struct printer *p, const struct host *h);

/* The commands. @h has what stands before them on the command line; return the exit status. */
int host_stat(struct host *h, int argc, char **argv);
int host_watch(struct host *h, int argc, char **argv);
int host_record(struct host *h, int argc, char **argv);
int host_top(struct host *h, int argc, char **argv);
int host_export(struct host *h, int argc, char **argv);
int host_info(struct host *h, int argc, char **argv);

#endif
