/* SPDX-License-Identifier: GPL-2.0 */
/* What platforms need of a machine: each need says what is missing, and what to do. */
#ifndef EXITBENCH_NEED_H
#define EXITBENCH_NEED_H

#include <stdbool.h>

#include "machine.h"

struct platform;

/**
 * struct lack - a need that is not met
 * @why: continues "platform NAME does not work here: "
 * @remedy: what to do about it
 */
struct lack {
	char why[320];
	char remedy[320];
};

/**
 * need_fn - is a need met?
 * @l: filled in if it is not
 */
typedef bool need_fn(const struct platform *p, const struct machine *m, struct lack *l);

/* The tools of the platform. */
need_fn need_tools;
/* Memory for one emulator. */
need_fn need_memory;
/* A CPU with VMX or SVM. */
need_fn need_virtualisation;
/* A KVM that uses it, and that the user may use. */
need_fn need_kvm;
/* A KVM that lets its guests have KVM. */
need_fn need_nesting;
/* That this program may load modules and see debugfs. */
need_fn need_root;
/* A KVM that can be replaced, and that nobody uses. */
need_fn need_free_kvm;
/* The meter's modules for the kernel that runs. */
need_fn need_modules;

/* Where the program is that runs a cell on a host. */
void need_host_cell_path(char path[PATH_MAX]);

#endif
