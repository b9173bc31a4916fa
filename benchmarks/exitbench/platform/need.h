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
typedef bool (*need_fn)(const struct platform *p, const struct machine *m, struct lack *l);

/* The tools of the platform. */
bool need_tools(const struct platform *p, const struct machine *m, struct lack *l);
/* Memory for one emulator. */
bool need_memory(const struct platform *p, const struct machine *m, struct lack *l);
/* A CPU with VMX or SVM. */
bool need_virtualisation(const struct platform *p, const struct machine *m, struct lack *l);
/* A KVM that uses it, and that the user may use. */
bool need_kvm(const struct platform *p, const struct machine *m, struct lack *l);
/* A KVM that lets its guests have KVM. */
bool need_nesting(const struct platform *p, const struct machine *m, struct lack *l);
/* That this program may load modules and see debugfs. */
bool need_root(const struct platform *p, const struct machine *m, struct lack *l);
/* A KVM that may be replaced, and that nobody uses. */
bool need_free_kvm(const struct platform *p, const struct machine *m, struct lack *l);
/* The meter's modules for the kernel that runs. */
bool need_modules(const struct platform *p, const struct machine *m, struct lack *l);

/* Where the program is that runs a cell on a host. */
void need_host_cell_path(char path[PATH_MAX]);

#endif
